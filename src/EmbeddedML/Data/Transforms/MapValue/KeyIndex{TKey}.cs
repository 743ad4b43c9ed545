using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <inheritdoc/>
/// <typeparam name="TKey">The raw type of the keys.</typeparam>
internal sealed class KeyIndex<TKey> : KeyIndex
{
    // In a tuple, because a generic key must not be null as far as the dictionary can tell.
    private readonly Dictionary<ValueTuple<TKey>, int> _entries;

    public KeyIndex(TKey[] keys)
    {
        _entries = new Dictionary<ValueTuple<TKey>, int>(keys.Length, new Comparer());
        for (int i = 0; i < keys.Length; i++)
        {
            if (!_entries.TryAdd(new ValueTuple<TKey>(keys[i]), i))
                throw new InvalidOperationException($"The map has the key '{keys[i]}' more than once.");
        }
    }

    public override ValueGetter<int> CreateGetter(DataViewRow input, DataViewSchema.Column column)
    {
        ValueGetter<TKey> getter = input.GetGetter<TKey>(column);
        TKey key = default!;
        return (ref int entry) =>
        {
            getter(ref key);
            entry = Find(key);
        };
    }

    public override ValueGetter<VBuffer<int>> CreateVectorGetter(DataViewRow input, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<TKey>> getter = input.GetGetter<VBuffer<TKey>>(column);
        VBuffer<TKey> keys = default;
        return (ref VBuffer<int> entries) =>
        {
            getter(ref keys);
            VBufferEditor<int> editor = VBufferEditor.Create(ref entries, keys.Length);
            ReadOnlySpan<TKey> stored = keys.GetValues();
            ReadOnlySpan<int> indices = keys.GetIndices();
            // The slots that are not stored have the default value, which can be a key like any other.
            if (!keys.IsDense)
                editor.Values.Fill(Find(default!));
            for (int i = 0; i < stored.Length; i++)
                editor.Values[keys.IsDense ? i : indices[i]] = Find(stored[i]);
            entries = editor.Commit();
        };
    }

    private int Find(TKey key) => _entries.TryGetValue(new ValueTuple<TKey>(key), out int entry) ? entry : Missing;

    private sealed class Comparer : IEqualityComparer<ValueTuple<TKey>>
    {
        private static readonly IEqualityComparer<TKey> s_keys = TermComparer<TKey>.Instance;

        public bool Equals(ValueTuple<TKey> x, ValueTuple<TKey> y) => s_keys.Equals(x.Item1, y.Item1);

        public int GetHashCode(ValueTuple<TKey> key) => s_keys.GetHashCode(key.Item1!);
    }
}

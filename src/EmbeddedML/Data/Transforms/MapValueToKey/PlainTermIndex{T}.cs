namespace Microsoft.ML.Transforms;

/// <summary>The keys of numbers and other small values.</summary>
internal sealed class PlainTermIndex<T>(int capacity) : TermIndex<T>
{
#pragma warning disable CS8714 // No raw type is a reference type.
    private readonly Dictionary<T, uint> _keys = new(capacity);
#pragma warning restore CS8714

    public override uint Find(T value) => _keys.GetValueOrDefault(value);

    public override void Find(ReadOnlySpan<T> values, Span<uint> keys)
    {
        for (int i = 0; i < values.Length; i++)
            keys[i] = _keys.GetValueOrDefault(values[i]);
    }

    public override bool TryAdd(T value)
    {
        if (!_keys.TryAdd(value, (uint)Values.Count + 1))
            return false;
        Values.Add(value);
        return true;
    }
}

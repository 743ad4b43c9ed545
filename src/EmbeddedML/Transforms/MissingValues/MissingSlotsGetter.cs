using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Says of each slot of vectors whether it is missing; sparse where fewer than half are.</summary>
internal sealed class MissingSlotsGetter<T>(ValueGetter<VBuffer<T>> source, Predicate<T> isMissing)
{
    private readonly bool _defaultIsMissing = isMissing(default!);
    private VBuffer<T> _vector;

    public void Get(ref VBuffer<bool> value)
    {
        source(ref _vector);
        ReadOnlySpan<T> values = _vector.GetValues();
        int length = _vector.Length;
        int count = _defaultIsMissing ? length - values.Length : 0;
        foreach (T item in values)
            count += isMissing(item) ? 1 : 0;
        bool isDense = count > 0 && count >= length / 2;

        VBufferEditor<bool> editor = VBufferEditor.Create(ref value, length, isDense ? length : count);
        ReadOnlySpan<int> indices = _vector.GetIndices();
        for (int slot = 0, next = 0, stored = 0; slot < length; slot++)
        {
            bool isStored = next < values.Length && (_vector.IsDense || indices[next] == slot);
            bool missing = isStored ? isMissing(values[next++]) : _defaultIsMissing;
            if (isDense)
                editor.Values[slot] = missing;
            else if (missing)
            {
                editor.Values[stored] = true;
                editor.Indices[stored++] = slot;
            }
        }
        value = editor.Commit();
    }
}

using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Brings vectors that were computed in place to the form in which normalizers deliver them.</summary>
/// <remarks>Zeros of either sign are not stored, unless at least half of the slots have another value: then all are, as +0.</remarks>
internal static class NormalizedVector
{
    public static void Normalize<T>(ref VBuffer<T> vector) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> values = vector.GetValues();
        int count = CountNonZero(values);
        if (count > 0 && count >= vector.Length / 2)
            MakeDense(ref vector);
        else if (count < values.Length)
            RemoveZeros(ref vector, count);
    }

    private static void MakeDense<T>(ref VBuffer<T> vector) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        VectorForms.Densify(ref vector);
        Span<T> values = VBufferEditor.CreateFromBuffer(ref vector).Values;
        // Adding +0 turns -0 into +0 and leaves all else as it is.
        int i = 0;
        for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
            (new Vector<T>(values[i..]) + Vector<T>.Zero).CopyTo(values[i..]);
        for (; i < values.Length; i++)
            values[i] += T.Zero;
    }

    private static void RemoveZeros<T>(ref VBuffer<T> vector, int count) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> values = vector.GetValues();
        ReadOnlySpan<int> indices = vector.GetIndices();
        bool wasDense = vector.IsDense;
        VBufferEditor<T> editor = VBufferEditor.Create(ref vector, vector.Length, count);
        // Each value is written where the next one to keep belongs, and only one that is kept moves that place on: which
        // slots are zero cannot be predicted, so a branch would cost more than the writes.
        for (int i = 0, stored = 0; stored < count; i++)
        {
            T value = values[i];
            editor.Indices[stored] = wasDense ? i : indices[i];
            editor.Values[stored] = value;
            stored += T.IsZero(value) ? 0 : 1;
        }
        vector = editor.Commit();
    }

    private static int CountNonZero<T>(ReadOnlySpan<T> values) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int zeros = 0;
        int i = 0;
        if (typeof(T) == typeof(float))
        {
            // Each lane counts down from 0 for every zero that it meets, as a comparison gives -1 where it holds.
            Vector<int> lanes = Vector<int>.Zero;
            for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
                lanes += Vector.Equals(new Vector<T>(values[i..]), Vector<T>.Zero).As<T, int>();
            zeros = -Vector.Sum(lanes);
        }
        for (; i < values.Length; i++)
            zeros += T.IsZero(values[i]) ? 1 : 0;
        return values.Length - zeros;
    }
}

using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>What is learned of each slot of a column; a column of single values has one slot.</summary>
/// <param name="type">The type of the column.</param>
/// <param name="fixZero">Whether 0 is to stay 0.</param>
internal abstract class SlotStatistics<T>(DataViewType type, bool fixZero) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected DataViewType Type { get; } = type;

    protected bool FixZero { get; } = fixZero;

    /// <summary>Takes one row's values in.</summary>
    public abstract void Add(in VBuffer<T> vector);

    /// <summary>The normalizer for what has been seen.</summary>
    public abstract ColumnNormalizer Finish();

    protected ColumnNormalizer MakeAffine(T[] scales, T[] offsets)
    {
        if (Type is not VectorDataViewType)
            return new AffineNormalizer<T>(Type, scales[0], offsets[0]);
        return new AffineVectorNormalizer<T>(Type, scales, HasOffsets(offsets) ? offsets : null);
    }

    private bool HasOffsets(T[] offsets) => !FixZero && offsets.Any(offset => !T.IsZero(offset));
}

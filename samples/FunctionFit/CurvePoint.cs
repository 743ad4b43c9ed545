using Microsoft.ML.Data;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>A training row: one point on a curve.</summary>
internal sealed class CurvePoint
{
    [VectorType(1)]
    [ColumnName("Features")]
    public float[] X { get; set; } = [];

    [ColumnName("Label")]
    public float Y { get; set; }
}

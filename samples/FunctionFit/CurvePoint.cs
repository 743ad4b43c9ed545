using Microsoft.ML.Data;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>A row: a point of a function of one variable.</summary>
internal sealed class CurvePoint
{
    [VectorType(1)]
    [ColumnName("Features")]
    public float[] X { get; set; } = [];

    [ColumnName("Label")]
    public float Y { get; set; }
}

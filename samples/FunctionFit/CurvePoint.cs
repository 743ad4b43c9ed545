using Microsoft.ML.Data;

namespace MLNetDeep.Samples.FunctionFit;

/// <summary>A point of a function of one variable, as a row.</summary>
internal sealed class CurvePoint
{
    [VectorType(1)]
    [ColumnName("Features")]
    public float[] X { get; set; } = [];

    [ColumnName("Label")]
    public float Y { get; set; }
}

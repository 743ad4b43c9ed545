using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLNetDeep.Onnx.Tests.Pipelines;

/// <summary>NormalizeLpNorm and NormalizeGlobalContrast, of which ML.NET's own ONNX form has several faults.</summary>
public class RowNormTests
{
    private readonly MLContext _ml = new(seed: 1);

    // By hand, from [3, -4, 0, 1]: the magnitudes have the sum 8, the squares 26, and the largest magnitude is 4. The mean is 0, so the
    // standard deviation is √(26 / 4). A row of equal values has no deviation; a row of zeros has no norm.
    [Fact]
    public void A_row_is_divided_by_its_norm()
    {
        Row[] rows = [new() { Values = [3, -4, 0, 1] }, new() { Values = [2, 2, 2, 2] }, new() { Values = [0, 0, 0, 0] }];
        AssertEqual(t => t.NormalizeLpNorm("Out", "Values", LpNormNormalizingEstimatorBase.NormFunction.L1), rows,
            [3 / 8f, -4 / 8f, 0, 1 / 8f, 0.25f, 0.25f, 0.25f, 0.25f, 0, 0, 0, 0]);
        float l2 = MathF.Sqrt(26), deviation = MathF.Sqrt(26 / 4f);
        AssertEqual(t => t.NormalizeLpNorm("Out", "Values"), rows, [3 / l2, -4 / l2, 0, 1 / l2, 0.5f, 0.5f, 0.5f, 0.5f, 0, 0, 0, 0]);
        AssertEqual(t => t.NormalizeLpNorm("Out", "Values", LpNormNormalizingEstimatorBase.NormFunction.Infinity), rows,
            [3 / 4f, -1, 0, 1 / 4f, 1, 1, 1, 1, 0, 0, 0, 0]);
        AssertEqual(t => t.NormalizeLpNorm("Out", "Values", LpNormNormalizingEstimatorBase.NormFunction.StandardDeviation), rows,
            [3 / deviation, -4 / deviation, 0, 1 / deviation, 2, 2, 2, 2, 0, 0, 0, 0]);
        AssertEqual(t => t.NormalizeGlobalContrast("Out", "Values", scale: 2), rows, [6 / l2, -8 / l2, 0, 2 / l2, 0, 0, 0, 0, 0, 0, 0, 0]);
        AssertEqual(t => t.NormalizeGlobalContrast("Out", "Values", scale: 2, ensureUnitStandardDeviation: true), rows,
            [6 / deviation, -8 / deviation, 0, 2 / deviation, 0, 0, 0, 0, 0, 0, 0, 0]);
        AssertEqual(t => t.NormalizeGlobalContrast("Out", "Values", ensureZeroMean: false, scale: 3), rows,
            [9 / l2, -12 / l2, 0, 3 / l2, 1.5f, 1.5f, 1.5f, 1.5f, 0, 0, 0, 0]);
    }

    // From [1, 2, 3, 6]: the mean is 3, and what is left, [-2, -1, 0, 3], has the largest magnitude 3 and the sum of magnitudes 6.
    [Fact]
    public void A_row_may_lose_its_mean()
    {
        Row[] rows = [new() { Values = [1, 2, 3, 6] }];
        AssertEqual(t => t.NormalizeLpNorm("Out", "Values", LpNormNormalizingEstimatorBase.NormFunction.Infinity, ensureZeroMean: true), rows,
            [-2 / 3f, -1 / 3f, 0, 1]);
        AssertEqual(t => t.NormalizeLpNorm("Out", "Values", LpNormNormalizingEstimatorBase.NormFunction.L1, ensureZeroMean: true), rows,
            [-2 / 6f, -1 / 6f, 0, 3 / 6f]);
    }

    private void AssertEqual(Func<TransformsCatalog, IEstimator<ITransformer>> create, Row[] rows, float[] expected)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        ITransformer model = create(_ml.Transforms).Fit(data);
        using MemoryStream file = new();
        _ml.Model.SaveAsOnnx(model, data.Schema, file);
        using PipelineRun run = new(file.ToArray());
        ColumnValues.AssertEqual(expected, run.Run(data)["Out"], "Out");
        ColumnValues.AssertEqual(expected, ColumnValues.Read(model.Transform(data), "Out"), "Out of ML.NET");
    }

    private sealed class Row
    {
        [VectorType(4)]
        public float[] Values { get; set; } = [];
    }
}

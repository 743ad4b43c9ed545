using Microsoft.ML;

namespace MLNetDeep.Onnx.Tests.Pipelines;

/// <summary>ML.NET's own ConvertToOnnx, with components of MLNetDeep in the pipeline.</summary>
public class ConvertToOnnxTests
{
    private const string Suffix = ".output";

    private readonly MLContext _ml = new(seed: 1);

    public static TheoryData<string> Whole => [.. TestPipelines.Whole.Keys];

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_whole_pipeline_is_converted_and_gives_the_same_columns(string name)
    {
        IDataView data = PipelineRow.Create(_ml, 64);
        ITransformer model = TestPipelines.Create(_ml, name).Fit(data);
        using MemoryStream file = new();
        _ml.Model.ConvertToOnnx(model, data, file);
        using PipelineRun run = new(file.ToArray());
        Assert.Equal(
            model.Transform(data).Schema.Where(column => !column.IsHidden).Select(column => column.Name).Order(),
            run.Outputs.Where(output => !IsSlotNames(output)).Select(output => output[..^Suffix.Length]).Order());
        AssertEqual(model, data, run, Suffix);
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void SaveAsOnnx_gives_the_predictions_from_the_columns_that_they_depend_on(string name)
    {
        IDataView data = PipelineRow.Create(_ml, 64);
        ITransformer model = TestPipelines.Create(_ml, name).Fit(data);
        using MemoryStream file = new();
        _ml.Model.SaveAsOnnx(model, data.Schema, file);
        using PipelineRun run = new(file.ToArray());
        Assert.Empty(run.Inputs.Intersect(["Kind", "Digit", "Truth", "Target", "Text"]));
        string[] expected = name.Contains("two classes", StringComparison.Ordinal) || name.StartsWith("Logistic", StringComparison.Ordinal)
            ? name.Contains("CopyColumns", StringComparison.Ordinal) ? ["PredictedLabel", "Probability"] : ["PredictedLabel", "Score", "Probability"]
            : name.Contains("numbers", StringComparison.Ordinal) || name.StartsWith("Linear", StringComparison.Ordinal) ? ["Score"]
            : ["PredictedLabel", "Score"];
        Assert.Equal(expected.Order(), run.Outputs.Order());
        AssertEqual(model, data, run, "");
    }

    // ML.NET's converter keeps the names of slots with outputs that have no other use.
    private static bool IsSlotNames(string output) => output.EndsWith("unusedOutput", StringComparison.Ordinal);

    // One row, seven, and all at once.
    private void AssertEqual(ITransformer model, IDataView data, PipelineRun run, string suffix)
    {
        foreach (int count in new[] { 1, 7, 64 })
        {
            IDataView rows = _ml.Data.TakeRows(data, count);
            IDataView scored = model.Transform(rows);
            foreach ((string output, Array values) in run.Run(rows, checksShapes: suffix.Length == 0))
            {
                if (!IsSlotNames(output))
                {
                    ColumnValues.AssertEqual(ColumnValues.Read(scored, output[..^suffix.Length]), values, output);
                }
            }
        }
    }
}

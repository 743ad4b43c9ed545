using Microsoft.ML;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Onnx.Tests.Pipelines;

/// <summary>The onnx package for Python, where there is one, finds no fault with the files.</summary>
public sealed class OnnxCheckerTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_pipeline_passes()
    {
        OnnxChecker.Require();
        IDataView data = PipelineRow.Create(_ml, 64);
        foreach ((string name, Func<MLContext, IEstimator<ITransformer>> create) in TestPipelines.Whole)
        {
            ITransformer model = create(_ml).Fit(data);
            _ml.Model.SaveAsOnnx(model, data.Schema, _folder.File($"{name}.onnx"));
        }

        string[] lines = OnnxChecker.Check(_folder.FullName, isStrict: false);
        Assert.True(lines.Length == 1, string.Join('\n', lines));
        Assert.Equal($"{TestPipelines.Whole.Count} models, 0 not valid", lines[0]);
    }
}

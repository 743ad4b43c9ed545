using Microsoft.ML;
using MLNetDeep.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.Onnx.Tests.Pipelines;

/// <summary>The onnx package for Python, where there is one, finds no fault with the files.</summary>
public sealed class OnnxCheckerTests : IDisposable
{
    private const string Check = """
        import glob, sys
        import onnx
        for path in sorted(glob.glob(sys.argv[1] + "/*.onnx")):
            model = onnx.load(path)
            onnx.checker.check_model(model)
            print(path)
        """;

    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_pipeline_passes()
    {
        string? python = new[] { "/usr/bin/python3", "python3", "python" }.FirstOrDefault(HasOnnx);
        Assert.SkipWhen(python is null, "There is no Python with the package onnx.");
        IDataView data = PipelineRow.Create(_ml, 64);
        foreach ((string name, Func<MLContext, IEstimator<ITransformer>> create) in TestPipelines.Whole)
        {
            ITransformer model = create(_ml).Fit(data);
            _ml.Model.SaveAsOnnx(model, data.Schema, _folder.File($"{name}.onnx"));
        }

        (int exitCode, string output, string error) = ChildProcess.Run(python!, "-c", Check, _folder.FullName);
        Assert.True(exitCode == 0, error);
        Assert.Equal(TestPipelines.Whole.Count, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static bool HasOnnx(string python)
    {
        try
        {
            return ChildProcess.Run(python, "-c", "import onnx").ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

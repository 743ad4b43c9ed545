using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Trainers;

namespace MLNetDeep.TorchSharp.Tests.Trainers;

/// <summary>MLContext.GpuDeviceId and FallbackToCpu with TorchBackend.Best, for devices that no system has.</summary>
public class ContextDeviceTests
{
    private const int Missing = 1000;

    private readonly MLContext _ml = new(seed: 1);
    private readonly List<string> _warnings = [];

    public ContextDeviceTests() => _ml.Log += (_, e) =>
    {
        if (e.Kind == ChannelMessageKind.Warning)
        {
            _warnings.Add(e.RawMessage);
        }
    };

    [Fact]
    public void Without_a_device_id_Best_trains_as_on_the_CPU()
    {
        Assert.Equal(Weights(Fit(TorchBackend.Cpu())), Weights(Fit(TorchBackend.Best with { AllowTf32 = true })));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_missing_device_with_fallback_trains_and_scores_on_the_CPU_with_warnings()
    {
        float[] expected = Weights(Fit(TorchBackend.Cpu()));
        (_ml.GpuDeviceId, _ml.FallbackToCpu) = (Missing, true);

        NetworkTransformer model = Fit(TorchBackend.Best);
        Assert.Equal(expected, Weights(model));
        Assert.StartsWith($"MLContext.GpuDeviceId is {Missing}, but the CPU is used. ", Assert.Single(_warnings));

        _warnings.Clear();
        IDataView scores = model.WithBackend(TorchBackend.Best).Transform(Rows());
        Assert.Equal(30, scores.GetColumn<float>("Score").Count());
        Assert.Single(_warnings);
    }

    [Fact]
    public void A_missing_device_without_fallback_throws()
    {
        (_ml.GpuDeviceId, _ml.FallbackToCpu) = (Missing, false);

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Fit(TorchBackend.Best));

        Assert.StartsWith("Fallback to CPU is false but no GPU detected. ", error.Message);
        Assert.Throws<InvalidOperationException>(() => Fit(TorchBackend.Cpu()).WithBackend(TorchBackend.Best));
    }

    [Fact]
    public void An_explicit_backend_wins()
    {
        (_ml.GpuDeviceId, _ml.FallbackToCpu) = (Missing, false);

        Fit(TorchBackend.Cpu()).WithBackend(TorchBackend.Cpu()).Transform(Rows());

        Assert.Throws<NotSupportedException>(() => Fit(TorchBackend.Cuda(Missing + 1)));
        Assert.Empty(_warnings);
    }

    private NetworkTransformer Fit(TorchBackend backend) => _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
    {
        HiddenUnits = [3], Epochs = 2, Threads = 1, Seed = 1, Backend = backend,
    }).Fit(Rows());

    private IDataView Rows() => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 30).Select(i => new Row { Features = [i, i * i], Label = 3 * i }));

    private static float[] Weights(NetworkTransformer model) => [.. model.Model.GetWeights().SelectMany(tensor => tensor.Values)];

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}

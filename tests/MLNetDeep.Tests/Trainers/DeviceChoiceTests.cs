using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

/// <summary>MLContext.GpuDeviceId and FallbackToCpu reach a backend that chooses its device by them.</summary>
public class DeviceChoiceTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly List<string> _warnings = [];
    private readonly ChoosingBackend _backend = new();

    public DeviceChoiceTests() => _ml.Log += (_, e) =>
    {
        if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
        {
            _warnings.Add(e.RawMessage);
        }
    };

    [Theory]
    [InlineData(null, true)]
    [InlineData(null, false)]
    [InlineData(0, true)]
    [InlineData(2, false)]
    public void A_training_runs_on_the_device_that_the_context_asks_for(int? device, bool fallBack)
    {
        (_ml.GpuDeviceId, _ml.FallbackToCpu) = (device, fallBack);
        _backend.Devices = 3;

        Fit(_backend);

        Assert.Equal([(device, fallBack)], _backend.Asked);
        Assert.Equal([device is null ? "cpu" : $"gpu {device}"], _backend.Trained);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_fallback_to_the_CPU_is_a_warning_in_the_log()
    {
        (_ml.GpuDeviceId, _ml.FallbackToCpu) = (1, true);

        Fit(_backend);

        Assert.Equal([(1, true)], _backend.Asked);
        Assert.Equal(["cpu"], _backend.Trained);
        Assert.Equal(["No GPU 1."], _warnings);
    }

    [Fact]
    public void Without_fallback_the_training_does_not_begin()
    {
        (_ml.GpuDeviceId, _ml.FallbackToCpu) = (1, false);

        Assert.Throws<InvalidOperationException>(() => Fit(_backend));

        Assert.Empty(_backend.Trained);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Later_changes_of_the_context_count_for_later_trainers()
    {
        _backend.Devices = 3;
        IEstimator<ITransformer> trainer = Trainer(_backend);
        _ml.GpuDeviceId = 2;
        trainer.Fit(Flowers());
        Fit(_backend);

        Assert.Equal(["cpu", "gpu 2"], _backend.Trained);
    }

    [Fact]
    public void Loaded_models_are_scored_on_the_device_that_the_loading_context_asks_for()
    {
        IDataView rows = Flowers();
        using TemporaryFolder folder = new();
        _ml.Model.Save(Fit(CpuBackend.Instance), rows.Schema, folder.File("model.zip"));
        MLContext loading = new() { GpuDeviceId = 1, FallbackToCpu = true };
        List<string> warnings = [];
        loading.Log += (_, e) => warnings.Add(e.RawMessage);
        NetworkTransformer loaded = NetworkTransformer.Find(loading.Model.Load(folder.File("model.zip"), out _))!;

        _backend.Devices = 2;
        loaded.WithBackend(_backend).Transform(rows).Preview(1);
        Assert.Equal([(1, true)], _backend.Asked);
        Assert.Contains("gpu 1", _backend.Scored);
        Assert.DoesNotContain("cpu", _backend.Scored);

        _backend.Devices = 0;
        _backend.Scored.Clear();
        loaded.WithBackend(_backend).Transform(rows).Preview(1);
        Assert.Contains("cpu", _backend.Scored);
        Assert.Contains("No GPU 1.", warnings);
    }

    [Fact]
    public void A_model_without_fallback_keeps_its_backend()
    {
        (_ml.GpuDeviceId, _ml.FallbackToCpu) = (0, false);
        NetworkTransformer model = Fit(CpuBackend.Instance);

        Assert.Throws<InvalidOperationException>(() => model.WithBackend(_backend));

        Assert.Empty(_backend.Scored);
    }

    private IDataView Flowers()
    {
        IDataView rows = Support.Flowers.View(_ml);
        return _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(rows).Transform(rows);
    }

    private NetworkTransformer Fit(IComputeBackend backend) => (NetworkTransformer)Trainer(backend).Fit(Flowers());

    private IEstimator<ITransformer> Trainer(IComputeBackend backend) => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
        new MultilayerPerceptronOptions { HiddenUnits = [4], Epochs = 1, Backend = backend });

    /// <summary>Stands for the CPU and a number of GPUs, which all compute as the CPU does, and notes what it is asked.</summary>
    private sealed class ChoosingBackend : IComputeBackend, IChoosesDevice
    {
        public int Devices { get; set; }

        public List<(int? Device, bool FallBack)> Asked { get; } = [];

        public List<string> Trained { get; } = [];

        public List<string> Scored { get; } = [];

        public string Name => "choosing";

        public bool Supports(LayerSpec layer) => true;

        public IComputeBackend Choose(int? gpuDevice, bool fallBackToCpu, Action<string> warn)
        {
            Asked.Add((gpuDevice, fallBackToCpu));
            if (gpuDevice is null || gpuDevice < Devices)
            {
                return new Device(this, gpuDevice is null ? "cpu" : $"gpu {gpuDevice}");
            }

            if (!fallBackToCpu)
            {
                throw new InvalidOperationException($"No GPU {gpuDevice}.");
            }

            warn($"No GPU {gpuDevice}.");
            return new Device(this, "cpu");
        }

        public ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options) =>
            throw new InvalidOperationException("No device was chosen.");

        public IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options) =>
            throw new InvalidOperationException("No device was chosen.");
    }

    private sealed class Device(ChoosingBackend owner, string name) : IComputeBackend
    {
        public string Name => name;

        public bool Supports(LayerSpec layer) => true;

        public ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options)
        {
            owner.Trained.Add(name);
            return CpuBackend.Instance.CreateSession(spec, weights, options);
        }

        public IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options)
        {
            owner.Scored.Add(name);
            return CpuBackend.Instance.CreateScorer(spec, weights, options);
        }
    }
}

using System.Runtime.InteropServices;
using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Scores rows with fixed weights. Scorers that share weights release them when the last of them is disposed.</summary>
internal sealed class TorchScorer : IScorer
{
    // Larger batches are hardly faster per row on the CPU.
    private const int MaxPreferredBatch = 256;

    private readonly TorchDevice _device;
    private readonly TorchParameters _parameters;
    private readonly TorchNetwork _network;
    private readonly TorchPenalties _penalties;
    private readonly BatchStage _stage;
    private readonly TorchEvaluator _evaluator;
    private readonly bool _logits;
    private bool _isDisposed;

    private TorchScorer(TorchDevice device, TorchParameters parameters, ScorerOptions options)
    {
        _device = device;
        _parameters = parameters;
        _logits = options.Logits;
        _network = new TorchNetwork(parameters, device);
        _penalties = new TorchPenalties(parameters);
        _stage = new BatchStage(device, _network.InputShape, parameters.Spec.OutputSize, parameters.Spec.MasksZeroIndices);
        _evaluator = new TorchEvaluator(_network, _stage, _penalties);
    }

    /// <inheritdoc/>
    public int PreferredBatch => Math.Min(MaxPreferredBatch, _evaluator.BatchSize);

    /// <summary>Creates a scorer with its own weights.</summary>
    public static TorchScorer Create(TorchDevice device, NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options)
    {
        try
        {
            using TorchCall call = device.BeginCall(weights);
            return Create(device, new TorchParameters(spec, weights, device, training: false), options);
        }
        catch (ExternalException error) when (TorchErrors.IsOutOfMemory(error))
        {
            throw TorchErrors.OutOfMemory(error, device);
        }
    }

    /// <inheritdoc/>
    public void Predict(FeatureMatrix features, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(features);
        try
        {
            using TorchCall call = BeginCall();
            using IDisposable inference = inference_mode();
            _evaluator.Predict(features, _logits, destination);
        }
        catch (ExternalException error) when (TorchErrors.IsOutOfMemory(error))
        {
            throw TorchErrors.OutOfMemory(error, _device);
        }
    }

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> rows, Span<float> destination)
    {
        try
        {
            using TorchCall call = BeginCall();
            using IDisposable inference = inference_mode();
            _evaluator.Predict(rows, _parameters.Spec.InputSize, _logits, destination);
        }
        catch (ExternalException error) when (TorchErrors.IsOutOfMemory(error))
        {
            throw TorchErrors.OutOfMemory(error, _device);
        }
    }

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> destination)
    {
        try
        {
            using TorchCall call = BeginCall();
            using IDisposable inference = inference_mode();
            _evaluator.Predict(_stage.Features(columns, values), _logits, destination);
        }
        catch (ExternalException error) when (TorchErrors.IsOutOfMemory(error))
        {
            throw TorchErrors.OutOfMemory(error, _device);
        }
    }

    /// <inheritdoc/>
    public EvaluationResult Evaluate(TrainingData data, LossSpec loss)
    {
        ArgumentNullException.ThrowIfNull(data);
        try
        {
            using TorchCall call = BeginCall();
            using IDisposable inference = inference_mode();
            return _evaluator.Evaluate(data, loss, TorchLoss.For(loss, []));
        }
        catch (ExternalException error) when (TorchErrors.IsOutOfMemory(error))
        {
            throw TorchErrors.OutOfMemory(error, _device);
        }
    }

    /// <inheritdoc/>
    public IScorer Share(ScorerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            using TorchCall call = BeginCall();
            return Create(_device, _parameters.Share(), options);
        }
        catch (ExternalException error) when (TorchErrors.IsOutOfMemory(error))
        {
            throw TorchErrors.OutOfMemory(error, _device);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _stage.Dispose();
            _penalties.Dispose();
            _network.Dispose();
            _parameters.Dispose();
        }
    }

    // Takes over the parameters.
    private static TorchScorer Create(TorchDevice device, TorchParameters parameters, ScorerOptions options)
    {
        try
        {
            return new TorchScorer(device, parameters, options);
        }
        catch
        {
            parameters.Dispose();
            throw;
        }
    }

    private TorchCall BeginCall()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _device.BeginCall(this);
    }
}

using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetDeep.TorchSharp;

/// <summary>Batch normalization of each column.</summary>
/// <remarks>
/// libtorch divides the running variance of n rows by n - 1. Here, as in Keras, it is divided by n: libtorch writes the statistics of the
/// batch alone (momentum 1) to a buffer, and <see cref="Commit"/> corrects and averages them. A frozen layer uses its running statistics in
/// training too, and does not change them.
/// </remarks>
internal sealed class TorchBatchNormalization(BatchNormalization layer, TorchLayerContext context) : TorchLayer
{
    private readonly Tensor _scale = context.Parameter("weight");
    private readonly Tensor _offset = context.Parameter("bias");
    private readonly Tensor _runningMean = context.Parameter("running_mean");
    private readonly Tensor _runningVariance = context.Parameter("running_var");
    private readonly bool _isFrozen = context.IsFrozen;
    private Tensor? _statistics;
    private Tensor? _mean;
    private Tensor? _variance;
    private long _rows;

    public override Tensor Forward(Tensor input, in LayerPass pass)
    {
        if (!pass.IsTraining || _isFrozen)
        {
            return functional.batch_norm(input, _runningMean, _runningVariance, _scale, _offset, training: false, eps: layer.Epsilon);
        }

        _rows = input.shape[0];
        ClearStatistics();
        return _rows == 1
            ? NormalizeOne(input)
            : functional.batch_norm(input, _mean, _variance, _scale, _offset, training: true, momentum: 1, eps: layer.Epsilon);
    }

    public override void Commit()
    {
        if (_isFrozen)
        {
            return;
        }

        double share = 1 - layer.Momentum;
        double correction = _rows == 1 ? 0 : (_rows - 1.0) / _rows;
        using Scalar momentum = layer.Momentum.ToScalar(), meanShare = share.ToScalar(), varianceShare = (share * correction).ToScalar();
        _runningMean.mul_(momentum).add_(_mean!, meanShare);
        _runningVariance.mul_(momentum).add_(_variance!, varianceShare);
    }

    public override void Dispose()
    {
        _mean?.Dispose();
        _variance?.Dispose();
        _statistics?.Dispose();
    }

    // With momentum 1, libtorch multiplies the old statistics by 0. NaN times 0 is NaN, so NaN of an earlier batch would stay.
    private void ClearStatistics()
    {
        if (_statistics is null)
        {
            Tensor statistics = empty([2, _runningMean.shape[0]], dtype: ScalarType.Float32, device: _runningMean.device);
            (_mean, _variance) = (statistics.select(0, 0).Keep(), statistics.select(0, 1).Keep());
            _statistics = statistics.Keep();
        }

        _statistics.zero_();
    }

    // libtorch refuses a batch of one row. Its variance is 0, and x - μ is 0 but passes the gradient g - mean(g) = 0.
    private Tensor NormalizeOne(Tensor input)
    {
        Tensor mean = input.mean([0], keepdim: true);
        _mean!.copy_(mean.detach().flatten());
        using Scalar inverse = (1 / Math.Sqrt(layer.Epsilon)).ToScalar();
        return (input - mean).mul(inverse).mul(_scale).add(_offset, Scalars.One);
    }
}

using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetDeep.TorchSharp;

/// <summary>Batch normalization of each channel, the last axis.</summary>
/// <remarks>
/// libtorch divides the running variance of n values by n - 1. Here, as in Keras, it is divided by n: libtorch writes the statistics of the
/// batch alone (momentum 1) to a buffer, and <see cref="Commit"/> corrects and averages them. A frozen layer uses its running statistics in
/// training too, and does not change them. If several processes share a batch, <see cref="WholeBatchStatistics"/> computes its statistics.
/// </remarks>
internal sealed class TorchBatchNormalization(BatchNormalization layer, TorchLayerContext context) : TorchLayer
{
    private readonly Tensor? _scale = context.FindParameter("weight");
    private readonly Tensor? _offset = context.FindParameter("bias");
    private readonly Tensor _runningMean = context.Statistic("running_mean");
    private readonly Tensor _runningVariance = context.Statistic("running_var");
    private readonly bool _isFrozen = context.IsFrozen;
    private readonly int _channels = context.InputShape[^1];
    private readonly bool _hasPositions = context.InputShape.Length > 1;
    private Tensor? _statistics;
    private Tensor? _mean;
    private Tensor? _variance;
    private WholeBatchStatistics? _whole;

    // The number of values of each channel in the last batch.
    private long _count;

    // By what the variance is multiplied to be that of n values divided by n.
    private double _correction;

    public override Tensor Forward(Tensor input, in LayerPass pass)
    {
        Tensor values = _hasPositions ? input.reshape(-1, _channels) : input;
        Tensor output = !pass.IsTraining || _isFrozen ? ByRunningStatistics(values)
            : _hasPositions && pass.Lengths is not null ? NormalizeUsed(values, pass.Lengths, pass.Whole)
            : Normalize(values, pass.Whole, counts: true);
        return _hasPositions ? output.reshape(input.shape) : output;
    }

    public override void Commit()
    {
        // A batch of empty sequences has no statistics.
        if (_isFrozen || _count == 0)
        {
            return;
        }

        double share = 1 - layer.Momentum;
        using Scalar momentum = layer.Momentum.ToScalar(), meanShare = share.ToScalar(), varianceShare = (share * _correction).ToScalar();
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

    // Of sequences, only the positions that are used: their values are put together, and back to where they were.
    private Tensor NormalizeUsed(Tensor values, SequenceLengths lengths, WholeBatch? whole)
    {
        int size = (int)(values.shape[0] / (lengths.Values.Length * (long)lengths.Positions));
        long[] used = [.. UsedPositions(lengths, size)];
        if (used.Length == 0)
        {
            // Other processes may have values, and wait for this one.
            return Normalize(values, whole, counts: false);
        }

        Tensor indices = tensor(used, dtype: ScalarType.Int64, device: values.device);
        return zeros_like(values).index_copy(0, indices, Normalize(values.index_select(0, indices), whole, counts: true));
    }

    private static IEnumerable<long> UsedPositions(SequenceLengths lengths, int size)
    {
        int[] values = lengths.Values.ToArray();
        for (int row = 0; row < values.Length; row++)
        {
            for (int i = 0; i < values[row] * size; i++)
            {
                yield return ((long)row * lengths.Positions * size) + i;
            }
        }
    }

    private Tensor ByRunningStatistics(Tensor values) =>
        functional.batch_norm(values, _runningMean, _runningVariance, _scale, _offset, training: false, eps: layer.Epsilon);

    private Tensor Normalize(Tensor values, WholeBatch? whole, bool counts)
    {
        ClearStatistics();
        if (whole is not null)
        {
            return NormalizeByWholeBatch(values, whole, counts);
        }

        _count = counts ? values.shape[0] : 0;
        _correction = _count <= 1 ? 0 : (_count - 1.0) / _count;
        return _count switch
        {
            0 => ByRunningStatistics(values),
            1 => NormalizeOne(values),
            _ => functional.batch_norm(values, _mean, _variance, _scale, _offset, training: true, momentum: 1, eps: layer.Epsilon),
        };
    }

    private Tensor NormalizeByWholeBatch(Tensor values, WholeBatch whole, bool counts)
    {
        _whole ??= new WholeBatchStatistics(_channels, layer.Epsilon);
        _correction = 1;
        _count = _whole.Compute(values, whole, counts && whole.Rows > 0, _mean!, _variance!);
        if (_count == 0)
        {
            return ByRunningStatistics(values);
        }

        // The statistics are constants here; the action adds what they contribute to the gradient.
        Tensor watched = values.requires_grad ? whole.OnBackward(values, _whole.AddStatistics) : values;
        return functional.batch_norm(watched, _mean, _variance, _scale, _offset, training: false, eps: layer.Epsilon);
    }

    // libtorch refuses a batch of one row. Its variance is 0, and x - μ is 0 but passes the gradient g - mean(g) = 0.
    private Tensor NormalizeOne(Tensor input)
    {
        Tensor mean = input.mean([0], keepdim: true);
        _mean!.copy_(mean.detach().flatten());
        using Scalar inverse = (1 / Math.Sqrt(layer.Epsilon)).ToScalar();
        Tensor normalized = (input - mean).mul(inverse);
        Tensor scaled = _scale is null ? normalized : normalized.mul(_scale);
        return _offset is null ? scaled : scaled.add(_offset, Scalars.One);
    }
}

using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The parameters and statistics of batch normalization; see <see cref="Normalization{S, V}"/> for the formulas.</summary>
/// <remarks>A frozen layer uses its running statistics in training too, and does not change them.</remarks>
internal abstract unsafe class BatchNormalizationBase : CpuLayer
{
    private readonly LayerParameter? _gamma;
    private readonly LayerParameter? _beta;
    private readonly LayerParameter _runningMean;
    private readonly LayerParameter _runningVariance;
    private readonly float _momentum;
    private readonly float _epsilon;
    private readonly bool _isFrozen;
    private readonly BatchPart _part;
    private SharedStatistics? _shared;

    // Ones in the place of γ, or zeros in the place of β, if the layer has none.
    private readonly AlignedBuffer? _ones;
    private readonly AlignedBuffer? _zeros;

    protected BatchNormalizationBase(BatchNormalization layer, LayerContext context)
        : base(context.OutputShape)
    {
        _gamma = context.FindParameter("weight");
        _beta = context.FindParameter("bias");
        _runningMean = context.Parameter("running_mean");
        _runningVariance = context.Parameter("running_var");
        _momentum = (float)layer.Momentum;
        _epsilon = (float)layer.Epsilon;
        _isFrozen = context.IsFrozen;
        _part = context.Part;
        Input = context.Input;
        Kernels = context.Kernels;
        Team = context.Team;
        Channels = context.InputShape[^1];
        int length = AlignedBuffer.Pad(Channels);
        Mean = new AlignedBuffer(length);
        Variance = new AlignedBuffer(length);
        GammaGradient = new AlignedBuffer(length);
        BetaGradient = new AlignedBuffer(length);
        _zeros = _beta is null ? new AlignedBuffer(length) : null;
        if (_gamma is null)
        {
            _ones = new AlignedBuffer(length);
            _ones.Span.Fill(1);
        }
    }

    /// <summary>False: the running statistics change with each batch.</summary>
    public override bool CanReplicate => false;

    /// <inheritdoc/>
    public override IEnumerable<int> Statistics => _isFrozen ? [] : [_runningMean.Index, _runningVariance.Index];

    protected Activations Input { get; }

    protected KernelSet Kernels { get; }

    protected ThreadTeam Team { get; }

    /// <summary>The number of channels: the size of the last axis.</summary>
    protected int Channels { get; }

    /// <summary>Whether the last batch was normalized by its own statistics; otherwise by the running ones.</summary>
    protected bool UsesBatchStatistics { get; private set; }

    /// <summary>Whether these statistics are those of several sessions that divide the batch.</summary>
    protected bool IsShared => UsesBatchStatistics && _part.Exchange is not null;

    /// <summary>Whether dL/dγ and dL/dβ are needed: for the update of γ and β, and for the gradient of the input.</summary>
    protected bool NeedsSums => !_isFrozen;

    /// <summary>The means of the last batch.</summary>
    protected AlignedBuffer Mean { get; }

    /// <summary>The variances of the last batch.</summary>
    protected AlignedBuffer Variance { get; }

    /// <summary>dL/dγ of the last batch.</summary>
    protected AlignedBuffer GammaGradient { get; }

    /// <summary>dL/dβ of the last batch.</summary>
    protected AlignedBuffer BetaGradient { get; }

    /// <summary>Creates the layer for flat rows, or for rows with positions.</summary>
    public static BatchNormalizationBase Create(BatchNormalization layer, LayerContext context) => context.InputShape.Length == 1
        ? new BatchNormalizationLayer(layer, context)
        : new ChannelNormalizationLayer(layer, context);

    public override long WorkFor(int rows) => (long)rows * Output.Stride * 4;

    public override void Commit()
    {
        if (UsesBatchStatistics)
        {
            UpdateRunning(_runningMean.Pointer, Mean.Pointer);
            UpdateRunning(_runningVariance.Pointer, Variance.Pointer);
        }
    }

    /// <summary>Decides which statistics are used; called at the start of the forward pass.</summary>
    /// <param name="step">In training, the number of steps taken so far; null in inference.</param>
    protected void Begin(long? step) => UsesBatchStatistics = step is not null && !_isFrozen;

    /// <summary>
    /// Replaces <see cref="Mean"/> and <see cref="Variance"/> by those of all sessions. Returns the number of values in each channel.
    /// </summary>
    /// <param name="count">The number of values in each channel of this session.</param>
    protected long ShareStatistics(long count)
    {
        _shared ??= new SharedStatistics(_part, Channels);
        return _shared.CombineStatistics(count, Mean.Pointer, Variance.Pointer, _runningMean.Pointer);
    }

    /// <summary>Sums <see cref="GammaGradient"/> and <see cref="BetaGradient"/> over all sessions, for the gradient of the input.</summary>
    /// <param name="rows">The number of rows of this session.</param>
    protected void ShareGradients(int rows) => _shared!.CombineGradients(rows, GammaGradient.Pointer, BetaGradient.Pointer);

    /// <summary>Updates γ and β from their gradients, if they are trained.</summary>
    protected void UpdateParameters(CpuUpdate update)
    {
        Update(_gamma, GammaGradient, update);
        Update(_beta, BetaGradient, update);
    }

    /// <summary>The operands that are the same for all rows.</summary>
    protected NormalizationArguments ArgumentsForAllRows() => new()
    {
        Gamma = _gamma is null ? _ones!.Pointer : _gamma.Pointer,
        Beta = _beta is null ? _zeros!.Pointer : _beta.Pointer,
        Mean = UsesBatchStatistics ? Mean.Pointer : _runningMean.Pointer,
        Variance = UsesBatchStatistics ? Variance.Pointer : _runningVariance.Pointer,
        GammaGradient = GammaGradient.Pointer,
        BetaGradient = BetaGradient.Pointer,
        Epsilon = _epsilon,
    };

    /// <summary>The same operands, with the sums of all sessions.</summary>
    protected NormalizationArguments ArgumentsForInputGradient()
    {
        NormalizationArguments arguments = ArgumentsForAllRows();
        if (IsShared)
        {
            arguments.GammaGradient = _shared!.GammaSum.Pointer;
            arguments.BetaGradient = _shared.BetaSum.Pointer;
        }

        return arguments;
    }

    private void Update(LayerParameter? parameter, AlignedBuffer gradient, CpuUpdate update)
    {
        if (parameter is { IsTrained: true })
        {
            Kernels.Update(gradient.Pointer, update.For(parameter.Index), update.Target(parameter.Index), 0, gradient.Length);
        }
    }

    private void UpdateRunning(float* running, float* batch)
    {
        for (int i = 0; i < Channels; i++)
        {
            running[i] = (running[i] * _momentum) + (batch[i] * (1 - _momentum));
        }
    }
}

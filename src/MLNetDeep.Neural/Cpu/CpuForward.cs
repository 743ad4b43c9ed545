using System.Collections.Immutable;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A network at work: its layers with room for a batch. Weights are only read here.</summary>
internal sealed unsafe class CpuForward
{
    /// <summary>The rows computed together where the caller has no batch size of its own.</summary>
    public const int InferenceBatch = 256;

    // A team of threads takes as long to start as about this many multiplications.
    private const long WorkWorthATeam = 10_000_000;

    private readonly CpuParameters _model;
    private readonly ThreadTeam _team;
    private readonly KernelSet _kernels = KernelSet.Best;
    private readonly Activation? _lastActivation;
    private readonly CpuLoss? _head;
    private readonly Penalties _penalties;
    private int _capacity;
    private bool _hasRoom;
    private bool _hasTrainingRoom;
    private int[] _rows = [];

    /// <summary>Makes room for a network's batches.</summary>
    /// <param name="model">The weights.</param>
    /// <param name="team">Who does the work.</param>
    /// <param name="batch">The rows of a batch; more may come, and allocate.</param>
    /// <param name="loss">What outputs are judged by; null if they are not.</param>
    /// <param name="training">Seed and class weights; null if this is not for training.</param>
    /// <param name="logits">Whether predictions are what the last activation would be computed from.</param>
    /// <param name="beside">Where another thread computes other parts of a first layer that is cut; or null.</param>
    public CpuForward(
        CpuParameters model,
        ThreadTeam team,
        int batch,
        LossSpec? loss = null,
        FitOptions? training = null,
        bool logits = false,
        CpuForward? beside = null)
    {
        _model = model;
        _team = team;
        _capacity = batch;
        NetworkSpec spec = model.Spec;

        // Layers give what the loss takes; the last activation, where that is not in them, is computed for predictions alone.
        bool givesLogits = logits || spec.OutputActivation is Softmax || loss is { TakesLogits: true };
        _lastActivation = givesLogits && !logits ? spec.OutputActivation : null;
        ImmutableArray<(LayerSpec Layer, int Position)> working =
        [
            .. spec.Layers.Select((layer, position) => (layer, position))
                .Where(item => item.layer switch
                {
                    Flatten => false,
                    Dropout => training is not null,
                    ActivationLayer => !(givesLogits && item.position == spec.Layers.Length - 1),
                    _ => true,
                }),
        ];
        Dense? first = working is [var (start, _), ..] ? start as Dense : null;

        // A layer behind dropout is not cut: it would be so outside training alone, and give other bits there.
        bool mayCut = first is not null && ReferenceEquals(spec.Layers.First(layer => layer is not Flatten), first);
        InputParts parts = mayCut ? SplitInputDense.PartsOf(spec.InputSize, first!.Units) : new InputParts(spec.InputSize, 1);
        bool scatters = first is not null && SplitInputDense.Scatters(first.Units);
        bool sharesInputs = parts.Count > 1 || scatters;
        bool transposes = training is not null && first is not null && !scatters;
        Input = new BatchInput(parts, first is not null, transposes, team);
        _head = loss is null ? null : CpuLoss.For(loss, _kernels, team, training is null ? [] : training.ClassWeights);
        _penalties = new Penalties(model, _kernels, team);
        ImmutableArray<CpuLayer>.Builder layers = ImmutableArray.CreateBuilder<CpuLayer>(working.Length);
        Activations output = Input;
        foreach ((LayerSpec layer, int position) in working)
        {
            bool isLinear = givesLogits && position == spec.Layers.Length - 1;
            layers.Add(layer switch
            {
                Dense cut when sharesInputs && ReferenceEquals(output, Input) => new SplitInputDense(
                    cut,
                    isLinear ? Activation.Linear : cut.Activation,
                    position,
                    model[position],
                    Input,
                    parts,
                    _kernels,
                    team,
                    beside?.Layers[0] as SplitInputDense),
                Dense dense => new DenseLayer(
                    dense, isLinear ? Activation.Linear : dense.Activation, position, model[position], output, _kernels, team),
                Dropout dropout => new DropoutLayer(dropout, position, training!.Seed, output, _kernels, team),
                ActivationLayer elementwise => new ElementwiseLayer(elementwise.Activation, output, _kernels, team),
                BatchNormalization normalization => new NormalizationLayer(
                    normalization, position, (NormalizationParameters)model[position], output, _kernels, team),
                _ => throw new NotSupportedException($"The cpu backend has no layer {layer}."),
            });
            output = layers[^1].Output;
        }

        Layers = layers.MoveToImmutable();
        Output = output;
        EnsureRoom(batch, training is not null);
    }

    /// <summary>The layers that compute; flatten is none, nor is dropout outside training.</summary>
    public ImmutableArray<CpuLayer> Layers { get; }

    public BatchInput Input { get; }

    /// <summary>What the last layer gave: where softmax or the loss is computed from them, logits.</summary>
    public Activations Output { get; }

    /// <summary>What judges the outputs; there must be a loss.</summary>
    public CpuLoss Head => _head!;

    /// <summary>The penalties on the weights.</summary>
    public Penalties Penalties => _penalties;

    public int InputSize => _model.Spec.InputSize;

    public int OutputSize => _model.Spec.OutputSize;

    /// <summary>As many threads as the work is worth.</summary>
    public static ThreadTeam TeamFor(NetworkSpec spec, int rows) => new(IsWorthATeam(spec, rows) ? Environment.ProcessorCount : 1);

    /// <summary>Whether rows are more work than it is to start threads.</summary>
    public static bool IsWorthATeam(NetworkSpec spec, int rows) => spec.ParameterCount * rows >= WorkWorthATeam;

    /// <summary>Computes <see cref="Output"/> for rows of a matrix.</summary>
    /// <param name="features">The matrix.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="step">The steps taken before, in training; null otherwise.</param>
    /// <param name="next">The rows that come next, to be brought together meanwhile; empty if they are not known.</param>
    public void Run(FeatureMatrix features, ReadOnlySpan<int> rows, long? step, ReadOnlySpan<int> next = default)
    {
        EnsureRoom(rows.Length, step is not null);
        Input.Stage(features, rows);
        int first = 0;
        if (!next.IsEmpty)
        {
            // Now, since what follows the first layer is often too small to be shared.
            Layers[first++].Forward(rows.Length, step);
            Input.StageNext(features, next);
        }

        RunLayers(first, rows.Length, step);
    }

    /// <summary>Computes the layers from one on, once there is what it takes.</summary>
    /// <param name="first">Counted from 0.</param>
    /// <param name="rows">How many rows there are in the batch.</param>
    /// <param name="step">The steps taken before, in training; null otherwise.</param>
    public void RunLayers(int first, int rows, long? step)
    {
        for (int i = first; i < Layers.Length; i++)
        {
            Layers[i].Forward(rows, step);
        }
    }

    /// <summary>The loss and what else is measured; makes the gradients of the last layer's outputs.</summary>
    /// <param name="data">Where targets and weights are.</param>
    /// <param name="rows">The rows of the batch.</param>
    /// <param name="training">Whether classes have their weights.</param>
    public EvaluationResult Judge(TrainingData data, ReadOnlySpan<int> rows, bool training) =>
        Head.Judge(data, rows, Output, Layers[^1].OutputGradient, training);

    /// <summary>Computes gradients from the last layer back to one, after <see cref="Judge"/>.</summary>
    /// <param name="first">Where it ends, counted from 0.</param>
    /// <param name="rows">How many rows there are in the batch.</param>
    /// <param name="update">What is to become of them.</param>
    public void Backward(int first, int rows, CpuUpdate update)
    {
        for (int i = Layers.Length - 1; i >= first; i--)
        {
            Layers[i].Backward(rows, i > 0 ? Layers[i - 1].OutputGradient : null, update);
        }
    }

    public EvaluationResult Evaluate(TrainingData data)
    {
        EvaluationResult result = default;
        for (int first = 0; first < data.RowCount; first += _capacity)
        {
            ReadOnlySpan<int> rows = Consecutive(first, Math.Min(_capacity, data.RowCount - first));
            Run(data.Features, rows, step: null);
            result += Head.Judge(data, rows, Output, Output, training: false);
        }

        GC.KeepAlive(this);
        return WithPenalties(result);
    }

    /// <summary>Adds the penalties to the mean loss.</summary>
    public EvaluationResult WithPenalties(EvaluationResult result)
    {
        if (!_penalties.Any || result.RowCount == 0)
        {
            return result;
        }

        double penalty = _penalties.Value();
        return result with { LossSum = result.LossSum + (penalty * result.RowCount) };
    }

    public void Predict(FeatureMatrix features, Span<float> destination)
    {
        CheckPrediction(_model.Spec, features, destination);
        Predict(features, 0, features.RowCount, destination);
    }

    /// <summary>Computes some rows of a matrix, which have been checked.</summary>
    public void Predict(FeatureMatrix features, int first, int end, Span<float> destination)
    {
        for (; first < end; first += _capacity)
        {
            ReadOnlySpan<int> rows = Consecutive(first, Math.Min(_capacity, end - first));
            Run(features, rows, step: null);
            CopyOutput(rows.Length, destination);
            destination = destination[(rows.Length * OutputSize)..];
        }

        GC.KeepAlive(this);
    }

    /// <summary>Refuses features or a destination that do not fit the network.</summary>
    /// <exception cref="ArgumentException">The features have another width, or the destination is too short.</exception>
    public static void CheckPrediction(NetworkSpec spec, FeatureMatrix features, Span<float> destination)
    {
        if (features.ColumnCount != spec.InputSize)
        {
            throw new ArgumentException($"The features have {features.ColumnCount} columns; the network takes {spec.InputSize}.", nameof(features));
        }

        CheckDestination((long)features.RowCount * spec.OutputSize, destination);
    }

    /// <summary>Computes full rows that lie one after another, no more than the batch.</summary>
    public void Predict(ReadOnlySpan<float> values, int rows, Span<float> destination)
    {
        CheckDestination((long)rows * OutputSize, destination);
        fixed (float* pointer = values)
        {
            // Products read rows as they are; other layers read whole lines.
            if (Layers is not [DenseLayer, ..])
            {
                Input.CopyRows(values, rows);
            }
            else if (rows == 1)
            {
                Input.StageRow(values);
            }
            else
            {
                Input.UseRows(pointer);
            }

            RunLayers(0, rows, step: null);
            CopyOutput(rows, destination);
        }

        GC.KeepAlive(this);
    }

    /// <summary>Computes one row given by its lit values.</summary>
    public void Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> destination)
    {
        CheckDestination(OutputSize, destination);
        Input.StageRow(columns, values);
        RunLayers(0, 1, step: null);
        CopyOutput(1, destination);
        GC.KeepAlive(this);
    }

    private void CopyOutput(int rows, Span<float> destination)
    {
        for (int row = 0; row < rows; row++)
        {
            float* values = Output.Pointer + ((long)row * Output.Stride);
            if (_lastActivation is Softmax)
            {
                _kernels.Softmax(values, OutputSize);
            }
            else if (_lastActivation is not null)
            {
                _kernels.Activate(ActivationKind.Of(_lastActivation), values, values, Output.Stride);
            }

            Output.Row(row).CopyTo(destination[(row * OutputSize)..]);
        }
    }

    /// <summary>Makes room for batches of this many rows.</summary>
    public void EnsureRoom(int rows, bool training)
    {
        if (rows > _capacity || !_hasRoom || (training && !_hasTrainingRoom))
        {
            int capacity = Math.Max(_capacity, rows);
            training |= _hasTrainingRoom;
            foreach (CpuLayer layer in Layers)
            {
                layer.EnsureRows(capacity, training);
            }

            // Only now, since there may not be enough memory.
            (_capacity, _hasRoom, _hasTrainingRoom) = (capacity, true, training);
        }
    }

    private ReadOnlySpan<int> Consecutive(int first, int count)
    {
        if (_rows.Length < count)
        {
            _rows = new int[Math.Max(count, _capacity)];
        }

        for (int i = 0; i < count; i++)
        {
            _rows[i] = first + i;
        }

        return _rows.AsSpan(0, count);
    }

    private static void CheckDestination(long needed, Span<float> destination)
    {
        if (destination.Length < needed)
        {
            throw new ArgumentException($"The destination holds {destination.Length} values; {needed} are needed.", nameof(destination));
        }
    }
}

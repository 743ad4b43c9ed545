using System.Collections.Immutable;
using MLNetDeep.Neural.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A network at work: its layers with room for a batch. Weights are only read here.</summary>
internal sealed unsafe class CpuForward
{
    /// <summary>The rows computed together where the caller has no batch size of its own.</summary>
    public const int InferenceBatch = 256;

    // A team of threads takes as long to start as about this many multiplications.
    private const long WorkWorthATeam = 10_000_000;

    private readonly CpuModel _model;
    private readonly ThreadTeam _team;
    private readonly KernelSet _kernels = KernelSet.Best;
    private readonly bool _endsInSoftmax;
    private int _capacity;
    private bool _hasRoom;
    private bool _hasTrainingRoom;
    private int[] _rows = [];

    /// <summary>Makes room for a network's batches.</summary>
    /// <param name="model">The weights.</param>
    /// <param name="team">Who does the work.</param>
    /// <param name="batch">The rows of a batch; more may come, and allocate.</param>
    /// <param name="trainingSeed">What dropout masks are drawn from; null if this is not for training.</param>
    public CpuForward(CpuModel model, ThreadTeam team, int batch, int? trainingSeed = null)
    {
        _model = model;
        _team = team;
        _capacity = batch;
        NetworkSpec spec = model.Spec;
        _endsInSoftmax = spec.Layers[^1] is Dense { Activation: Softmax };
        ImmutableArray<(LayerSpec Layer, int Position)> working =
        [
            .. spec.Layers.Select((layer, position) => (layer, position))
                .Where(item => item.layer is Dense || (item.layer is Dropout && trainingSeed is not null)),
        ];
        Input = new BatchInput(spec.InputSize, working is [(Dense, _), ..], team);
        Head = new CrossEntropyHead(_kernels, team);
        ImmutableArray<CpuLayer>.Builder layers = ImmutableArray.CreateBuilder<CpuLayer>(working.Length);
        Activations output = Input;
        foreach ((LayerSpec layer, int position) in working)
        {
            layers.Add(layer switch
            {
                Dense dense => new DenseLayer(dense, position, model[position], output, _kernels, team),
                Dropout dropout => new DropoutLayer(dropout, position, trainingSeed!.Value, output, _kernels, team),
                _ => throw new NotSupportedException($"The cpu backend has no layer {layer}."),
            });
            output = layers[^1].Output;
        }

        Layers = layers.MoveToImmutable();
        Output = output;
        EnsureRoom(batch, trainingSeed is not null);
    }

    /// <summary>The layers that compute; flatten is none, nor is dropout outside training.</summary>
    public ImmutableArray<CpuLayer> Layers { get; }

    public BatchInput Input { get; }

    /// <summary>What the last layer gave: where that is softmax, logits.</summary>
    public Activations Output { get; }

    public CrossEntropyHead Head { get; }

    public int InputSize => _model.Spec.InputSize;

    public int OutputSize => _model.Spec.OutputSize;

    /// <summary>As many threads as the work is worth.</summary>
    public static ThreadTeam TeamFor(NetworkSpec spec, int rows) =>
        new(spec.ParameterCount * rows < WorkWorthATeam ? 1 : Environment.ProcessorCount);

    /// <summary>Computes <see cref="Output"/> for rows of a matrix.</summary>
    public void Run(FeatureMatrix features, ReadOnlySpan<int> rows, bool training)
    {
        EnsureRoom(rows.Length, training);
        Input.Stage(features, rows);
        RunLayers(rows.Length, training);
    }

    public EvaluationResult Evaluate(TrainingData data)
    {
        EvaluationResult result = default;
        for (int first = 0; first < data.RowCount; first += _capacity)
        {
            ReadOnlySpan<int> rows = Consecutive(first, Math.Min(_capacity, data.RowCount - first));
            Run(data.Features, rows, training: false);
            result += Head.Judge(data, rows, Output, Output);
        }

        GC.KeepAlive(this);
        return result;
    }

    public void Predict(FeatureMatrix features, Span<float> destination)
    {
        if (features.ColumnCount != InputSize)
        {
            throw new ArgumentException($"The features have {features.ColumnCount} columns; the network takes {InputSize}.", nameof(features));
        }

        CheckDestination((long)features.RowCount * OutputSize, destination);
        for (int first = 0; first < features.RowCount; first += _capacity)
        {
            ReadOnlySpan<int> rows = Consecutive(first, Math.Min(_capacity, features.RowCount - first));
            Run(features, rows, training: false);
            CopyOutput(rows.Length, destination);
            destination = destination[(rows.Length * OutputSize)..];
        }

        GC.KeepAlive(this);
    }

    /// <summary>Computes full rows that lie one after another, no more than the batch.</summary>
    public void Predict(ReadOnlySpan<float> values, int rows, Span<float> destination)
    {
        CheckDestination((long)rows * OutputSize, destination);
        fixed (float* pointer = values)
        {
            if (rows == 1 && Layers is [DenseLayer, ..])
            {
                Input.StageRow(values);
            }
            else
            {
                Input.UseRows(pointer);
            }

            RunLayers(rows, training: false);
            CopyOutput(rows, destination);
        }

        GC.KeepAlive(this);
    }

    /// <summary>Computes one row given by its lit values.</summary>
    public void Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> destination)
    {
        CheckDestination(OutputSize, destination);
        Input.StageRow(columns, values);
        RunLayers(1, training: false);
        CopyOutput(1, destination);
        GC.KeepAlive(this);
    }

    private void RunLayers(int rows, bool training)
    {
        foreach (CpuLayer layer in Layers)
        {
            layer.Forward(rows, training);
        }
    }

    private void CopyOutput(int rows, Span<float> destination)
    {
        for (int row = 0; row < rows; row++)
        {
            if (_endsInSoftmax)
            {
                _kernels.Softmax(Output.Pointer + ((long)row * Output.Stride), OutputSize);
            }

            Output.Row(row).CopyTo(destination[(row * OutputSize)..]);
        }
    }

    private void EnsureRoom(int rows, bool training)
    {
        if (rows > _capacity || !_hasRoom || (training && !_hasTrainingRoom))
        {
            _capacity = Math.Max(_capacity, rows);
            _hasRoom = true;
            _hasTrainingRoom |= training;
            foreach (CpuLayer layer in Layers)
            {
                layer.EnsureRows(_capacity, _hasTrainingRoom);
            }
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

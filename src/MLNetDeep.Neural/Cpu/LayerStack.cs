using System.Collections.Immutable;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Runs the layers of a plan over batches, forward and backward. The forward pass only reads the weights.</summary>
internal sealed class LayerStack
{
    private readonly bool _isTraining;
    private readonly LayerChain _chain;
    private int _capacity;
    private bool _hasCapacity;

    /// <summary>Creates the layers. Memory for a batch is allocated when its number of rows is known.</summary>
    /// <param name="plan">The plan that lists the layers.</param>
    /// <param name="parameters">The weights.</param>
    /// <param name="team">The threads.</param>
    /// <param name="batchSize">The largest expected number of rows in a batch.</param>
    /// <param name="seed">The seed of the random numbers in training.</param>
    /// <param name="partner">
    /// The same layers on the first thread, if two threads run each step together and this is the second; otherwise null.
    /// </param>
    public LayerStack(CpuPlan plan, CpuParameters parameters, ThreadTeam team, int batchSize, int seed = 0, LayerStack? partner = null)
    {
        _isTraining = plan.IsTraining;
        Plan = plan;
        BatchSize = batchSize;
        Part = partner?.Part ?? new BatchPart();
        Input = new BatchInput(plan.Spec.InputShape, plan.Input, team);
        _chain = new LayerChain(plan.AllLayers, new LayerContext
        {
            Plan = plan,
            Input = Input,
            Lengths = Input.Lengths,
            Parameters = parameters,
            Kernels = KernelSet.Best,
            Team = team,
            Seed = seed,
            Part = Part,
            Partner = partner,
        });
    }

    /// <summary>The plan that lists the layers.</summary>
    public CpuPlan Plan { get; }

    /// <summary>The layers that run.</summary>
    public ImmutableArray<CpuLayer> Layers => _chain.Layers;

    /// <summary>See <see cref="CpuLayer.Statistics"/>.</summary>
    public IEnumerable<int> Statistics => _chain.Statistics;

    /// <summary>The input rows of the batch.</summary>
    public BatchInput Input { get; }

    /// <summary>The part of the batch that the rows are. The layers of a second thread share that of the first.</summary>
    public BatchPart Part { get; }

    /// <summary>The output of the last layer: logits, if the plan splits off the last activation.</summary>
    public Activations Output => _chain.Output;

    /// <summary>The gradient of the loss with respect to <see cref="Output"/>.</summary>
    public Activations OutputGradient => Layers[^1].OutputGradient;

    /// <summary>The largest expected number of rows in a batch.</summary>
    public int BatchSize { get; }

    /// <summary>Computes <see cref="Output"/> for rows of a matrix.</summary>
    /// <param name="features">The matrix.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="step">In training, the number of steps taken so far; null in inference.</param>
    /// <param name="next">The rows of the next batch, to be staged in the background; empty if unknown.</param>
    public void Forward(FeatureMatrix features, ReadOnlySpan<int> rows, long? step, ReadOnlySpan<int> next = default)
    {
        EnsureCapacity(rows.Length);
        Input.Stage(features, rows);
        int first = 0;
        if (!next.IsEmpty)
        {
            // Staging begins after the first layer: later layers are often too small to be shared among threads, so a thread is idle.
            _chain.Forward(0, ++first, rows.Length, step);
            Input.StageNext(features, next);
        }

        ForwardFrom(first, rows.Length, step);
    }

    /// <summary>Computes a layer, whose input must be computed, and all layers after it.</summary>
    /// <param name="first">The zero-based index of the first layer to compute.</param>
    /// <param name="rows">The number of rows in the batch.</param>
    /// <param name="step">In training, the number of steps taken so far; null in inference.</param>
    public void ForwardFrom(int first, int rows, long? step) => _chain.Forward(first, Layers.Length, rows, step);

    /// <summary>
    /// Computes gradients and updates parameters, starting from <see cref="OutputGradient"/>, from the last layer back to a given layer.
    /// </summary>
    /// <param name="first">The zero-based index of the given layer, which is processed last.</param>
    /// <param name="rows">The number of rows in the batch.</param>
    /// <param name="update">Applies or stores the gradients of the parameters.</param>
    /// <param name="layerDone">Called after each layer with the layer's index in the network; may be null.</param>
    public void Backward(int first, int rows, CpuUpdate update, Action<int>? layerDone = null) =>
        _chain.Backward(first, rows, null, update, layerDone);

    /// <summary>See <see cref="CpuLayer.Commit"/>.</summary>
    public void Commit() => _chain.Commit();

    /// <summary>Allocates memory for a batch of this many rows, unless an earlier batch was as large.</summary>
    public void EnsureCapacity(int rows)
    {
        if (rows > _capacity || !_hasCapacity)
        {
            // Growing by doubling keeps the number of allocations small if each batch is a little larger than the one before.
            int capacity = (int)Math.Max(rows, Math.Min(BatchSize, 2L * _capacity));
            _chain.EnsureRows(capacity, _isTraining);

            // Set last, since the allocations above may throw.
            (_capacity, _hasCapacity) = (capacity, true);
        }
    }
}

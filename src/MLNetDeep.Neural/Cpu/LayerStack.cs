using System.Collections.Immutable;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The layers of a plan at work: one after another over batches, forward and backward. Weights are only read here.</summary>
internal sealed class LayerStack
{
    private readonly bool _isTraining;
    private bool _hasCapacity;

    /// <summary>Makes the layers, and room for a batch.</summary>
    /// <param name="plan">What runs.</param>
    /// <param name="parameters">The weights.</param>
    /// <param name="team">The threads.</param>
    /// <param name="batchSize">The rows of a batch; more may come, and allocate.</param>
    /// <param name="seed">What random numbers in training are drawn from.</param>
    /// <param name="partner">The same layers on another thread, where two threads take each step together; otherwise null.</param>
    public LayerStack(CpuPlan plan, CpuParameters parameters, ThreadTeam team, int batchSize, int seed = 0, LayerStack? partner = null)
    {
        _isTraining = plan.IsTraining;
        Plan = plan;
        Input = new BatchInput(plan.Spec.InputShape, plan.Input, team);
        ImmutableArray<CpuLayer>.Builder layers = ImmutableArray.CreateBuilder<CpuLayer>(plan.Layers.Length);
        Activations output = Input;
        foreach (PlannedLayer layer in plan.Layers)
        {
            LayerContext context = new()
            {
                Index = layer.Index,
                Plan = plan,
                Input = output,
                Parameters = parameters,
                Kernels = KernelSet.Best,
                Team = team,
                Seed = seed,
                Partner = partner,
            };
            layers.Add(CpuLayerRegistry.GetFactory(layer.Spec).Create(layer.Spec, context));
            output = layers[^1].Output;
        }

        Layers = layers.MoveToImmutable();
        Output = output;
        EnsureCapacity(batchSize);
    }

    /// <summary>What runs.</summary>
    public CpuPlan Plan { get; }

    /// <summary>The layers that run.</summary>
    public ImmutableArray<CpuLayer> Layers { get; }

    /// <summary>The rows of the batch.</summary>
    public BatchInput Input { get; }

    /// <summary>What the last layer gave: logits, where the plan splits off the last activation.</summary>
    public Activations Output { get; }

    /// <summary>The gradient of <see cref="Output"/>.</summary>
    public Activations OutputGradient => Layers[^1].OutputGradient;

    /// <summary>The rows that there is room for.</summary>
    public int Capacity { get; private set; }

    /// <summary>Computes <see cref="Output"/> for rows of a matrix.</summary>
    /// <param name="features">The matrix.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="step">The steps taken before, in training; null in inference.</param>
    /// <param name="next">The rows that come next, to be staged meanwhile; empty where they are not known.</param>
    public void Forward(FeatureMatrix features, ReadOnlySpan<int> rows, long? step, ReadOnlySpan<int> next = default)
    {
        EnsureCapacity(rows.Length);
        Input.Stage(features, rows);
        int first = 0;
        if (!next.IsEmpty)
        {
            // Now, since the layers after the first are often too small to be shared by threads.
            Layers[first++].Forward(rows.Length, step);
            Input.StageNext(features, next);
        }

        ForwardFrom(first, rows.Length, step);
    }

    /// <summary>Computes the layers from one on, whose input is there.</summary>
    /// <param name="first">The layer, counted from 0.</param>
    /// <param name="rows">The rows of the batch.</param>
    /// <param name="step">The steps taken before, in training; null in inference.</param>
    public void ForwardFrom(int first, int rows, long? step)
    {
        for (int i = first; i < Layers.Length; i++)
        {
            Layers[i].Forward(rows, step);
        }
    }

    /// <summary>Computes gradients from the last layer back to one, from <see cref="OutputGradient"/>.</summary>
    /// <param name="first">The layer at which to end, counted from 0.</param>
    /// <param name="rows">The rows of the batch.</param>
    /// <param name="update">What is done with the gradients.</param>
    /// <param name="layerDone">Called after each layer with its index in the network; null where nobody waits for it.</param>
    public void Backward(int first, int rows, CpuUpdate update, Action<int>? layerDone = null)
    {
        for (int i = Layers.Length - 1; i >= first; i--)
        {
            Layers[i].Backward(rows, i > 0 ? Layers[i - 1].OutputGradient : null, update);
            layerDone?.Invoke(Plan.Layers[i].Index);
        }
    }

    /// <summary>Makes room for batches of a number of rows.</summary>
    public void EnsureCapacity(int rows)
    {
        if (rows > Capacity || !_hasCapacity)
        {
            foreach (CpuLayer layer in Layers)
            {
                layer.EnsureRows(rows, _isTraining);
            }

            // Only now, since memory may have run out.
            (Capacity, _hasCapacity) = (rows, true);
        }
    }
}

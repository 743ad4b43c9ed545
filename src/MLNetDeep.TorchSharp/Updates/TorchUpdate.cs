using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Takes a step with the gradients of a loss, which libtorch computes: penalties, clipping, the optimizer and norm limits.</summary>
/// <param name="network">The layers.</param>
/// <param name="parameters">The weights.</param>
/// <param name="penalties">The penalties on the weights.</param>
/// <param name="optimizer">The optimizer.</param>
/// <param name="spec">The optimizer's options.</param>
internal sealed class TorchUpdate(
    TorchNetwork network, TorchParameters parameters, TorchPenalties penalties, TorchOptimizer optimizer, OptimizerSpec spec) : IDisposable
{
    private readonly TorchMaxNorms _maxNorms = new(parameters);
    private readonly GradientClipping _clipping = new(spec);

    /// <summary>Returns the gradients of a loss, without penalties: one tensor for each group of parameters.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="whole">The batch that several processes share; null if this process trains alone.</param>
    public Tensor[] Backward(Tensor loss, WholeBatch? whole = null)
    {
        parameters.ClearGradients();
        if (!parameters.Groups.IsEmpty)
        {
            try
            {
                loss.backward();
            }
            finally
            {
                whole?.EndBackward();
            }
        }

        return Gradients();
    }

    /// <summary>Returns the gradients of no rows, which are 0.</summary>
    public Tensor[] NoGradients()
    {
        parameters.ClearGradients();
        return Gradients();
    }

    /// <summary>Takes the step.</summary>
    /// <param name="gradients">The gradients, without penalties. They may be overwritten.</param>
    public void Apply(Tensor[] gradients)
    {
        network.Commit();
        AddPenalties(gradients);
        _clipping.Apply(gradients);
        optimizer.Step(gradients);
        _maxNorms.Apply();
        parameters.ReleaseGradients();
    }

    /// <summary>Adds the gradients of the penalties.</summary>
    /// <param name="gradients">The gradients.</param>
    public void AddPenalties(Tensor[] gradients)
    {
        if (penalties.Any)
        {
            parameters.ForEachGradient(gradients, penalties.AddTo);
        }
    }

    public void Dispose()
    {
        _maxNorms.Dispose();
        _clipping.Dispose();
    }

    private Tensor[] Gradients()
    {
        Tensor[] gradients = new Tensor[parameters.Groups.Length];
        for (int i = 0; i < gradients.Length; i++)
        {
            gradients[i] = parameters.Gradient(parameters.Groups[i]);
        }

        return gradients;
    }
}

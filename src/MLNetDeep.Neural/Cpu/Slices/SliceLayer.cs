using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Computes one layer over slices of a batch.</summary>
/// <param name="units">The number of outputs.</param>
/// <param name="rows">The largest number of rows of a slice.</param>
/// <param name="kernels">The kernels.</param>
internal abstract unsafe class SliceLayer(int units, int rows, KernelSet kernels)
{
    /// <summary>The layer's output for the last slice.</summary>
    public SliceValues Output { get; } = new(units, rows);

    /// <summary>
    /// The gradient of the loss with respect to <see cref="Output"/>, times the derivative of <see cref="Fused"/>. <see cref="Backward"/> may
    /// overwrite it.
    /// </summary>
    public SliceValues OutputGradient { get; } = new(units, rows);

    /// <summary>
    /// The activation of this layer, if the layer above multiplies by its derivative when it computes <see cref="OutputGradient"/>;
    /// otherwise linear.
    /// </summary>
    public virtual ActivationFunction Fused => ActivationFunction.Linear;

    /// <summary>Whether the layer has parameters that are trained.</summary>
    public virtual bool IsTrained => false;

    /// <summary>The kernels.</summary>
    protected KernelSet Kernels { get; } = kernels;

    /// <summary>Computes <see cref="Output"/>.</summary>
    /// <param name="rows">The number of rows, a multiple of a cache line.</param>
    public abstract void Forward(int rows);

    /// <summary>Computes the gradient of the input from <see cref="OutputGradient"/>, and adds the gradients of the parameters.</summary>
    /// <param name="rows">The number of rows, a multiple of a cache line.</param>
    /// <param name="below">The layer below, which receives the gradient of the input; null if that gradient is not needed.</param>
    /// <param name="gradients">Receives the gradients of the parameters, which are added to it.</param>
    public abstract void Backward(int rows, SliceLayer? below, CpuParameters gradients);

    /// <summary>Multiplies <see cref="OutputGradient"/> by the derivative of <see cref="Fused"/>.</summary>
    public void MultiplyByDerivative(int rows)
    {
        for (int unit = 0; unit < Output.Units; unit++)
        {
            Kernels.ActivationGradient(new ActivationKind(Fused), OutputGradient.Unit(unit), Output.Unit(unit), rows);
        }
    }
}

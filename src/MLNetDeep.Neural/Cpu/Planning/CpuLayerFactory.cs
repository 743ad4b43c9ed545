namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Creates the layers of one type, and determines their parameter layouts and how they read the input as the first layer.
/// </summary>
internal abstract class CpuLayerFactory
{
    /// <summary>The type of <see cref="LayerSpec"/> for which this factory creates layers.</summary>
    public abstract Type SpecType { get; }

    /// <summary>Creates a factory for a layer type with the defaults: plain parameters and full input rows.</summary>
    /// <param name="create">Creates the layer.</param>
    public static CpuLayerFactory For<TSpec>(Func<TSpec, LayerContext, CpuLayer> create)
        where TSpec : LayerSpec => new SimpleFactory<TSpec>(create);

    /// <summary>Returns the layout of a parameter; plain by default.</summary>
    /// <param name="layer">The layer, with its shapes.</param>
    /// <param name="parameter">The parameter, named as in <see cref="LayerSpec.Parameters"/>.</param>
    public virtual ParameterLayout GetLayout(PlacedLayer layer, ParameterSpec parameter) => new PlainLayout(parameter.Size);

    /// <summary>Plans how the layer reads its input if it is the first layer that runs; as full rows by default.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">The number of values in a row.</param>
    /// <param name="mayBeSplit">Whether the layer may compute partial sums over parts of the inputs.</param>
    /// <param name="training">Whether the layer is trained.</param>
    public virtual InputPlan PlanInput(PlacedLayer layer, int inputs, bool mayBeSplit, bool training) => InputPlan.FullRows(inputs);

    /// <summary>Creates the layer.</summary>
    public abstract CpuLayer Create(LayerSpec layer, LayerContext context);

    /// <summary>Creates one layer that computes this layer and the next one, if that is faster; null by default.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="context">The context of the layer.</param>
    /// <param name="next">The next layer, which must have no parameters.</param>
    /// <param name="nextContext">The context of the next layer, without its input.</param>
    public virtual CpuLayer? TryCreateBoth(LayerSpec layer, LayerContext context, LayerSpec next, LayerContext nextContext) => null;

    /// <summary>Whether <see cref="CreateForSlices"/> creates the layer; false by default.</summary>
    /// <param name="layer">The layer, with its shapes.</param>
    public virtual bool SupportsSlices(PlacedLayer layer) => false;

    /// <summary>Creates the layer for slices of batches, which are stored unit by unit; see <see cref="SlicedSteps"/>.</summary>
    /// <param name="layer">The layer, for which <see cref="SupportsSlices"/> returned true.</param>
    /// <param name="context">The context of the layer; its input is not used.</param>
    /// <param name="input">The input.</param>
    /// <param name="rows">The largest number of rows of a slice.</param>
    public virtual SliceLayer CreateForSlices(LayerSpec layer, LayerContext context, SliceValues input, int rows) =>
        throw new NotSupportedException($"{layer.GetType().Name} does not support slices.");

    private sealed class SimpleFactory<TSpec>(Func<TSpec, LayerContext, CpuLayer> create) : CpuLayerFactory
        where TSpec : LayerSpec
    {
        public override Type SpecType => typeof(TSpec);

        public override CpuLayer Create(LayerSpec layer, LayerContext context) => create((TSpec)layer, context);
    }
}

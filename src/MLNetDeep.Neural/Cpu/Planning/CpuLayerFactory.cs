namespace MLNetDeep.Neural.Cpu;

/// <summary>What the CPU backend knows of a type of layer: the layouts of its parameters, its needs as the first layer, and how it is made.</summary>
internal abstract class CpuLayerFactory
{
    /// <summary>The type of <see cref="LayerSpec"/>.</summary>
    public abstract Type SpecType { get; }

    /// <summary>Makes a factory of layers without wishes: plain parameters and full rows.</summary>
    /// <param name="create">Makes the layer.</param>
    public static CpuLayerFactory For<TSpec>(Func<TSpec, LayerContext, CpuLayer> create)
        where TSpec : LayerSpec => new SimpleFactory<TSpec>(create);

    /// <summary>The layout of a parameter. Default: plain.</summary>
    public virtual ParameterLayout GetLayout(ParameterSpec parameter) => new PlainLayout(parameter.Size);

    /// <summary>How the layer gets its input where it is the first that runs. Default: full rows.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">The values of a row.</param>
    /// <param name="mayBeSplit">Whether sums may be split by inputs.</param>
    /// <param name="training">Whether the layer is trained.</param>
    public virtual InputPlan PlanInput(LayerSpec layer, int inputs, bool mayBeSplit, bool training) => InputPlan.FullRows(inputs);

    /// <summary>Makes the layer.</summary>
    public abstract CpuLayer Create(LayerSpec layer, LayerContext context);

    private sealed class SimpleFactory<TSpec>(Func<TSpec, LayerContext, CpuLayer> create) : CpuLayerFactory
        where TSpec : LayerSpec
    {
        public override Type SpecType => typeof(TSpec);

        public override CpuLayer Create(LayerSpec layer, LayerContext context) => create((TSpec)layer, context);
    }
}

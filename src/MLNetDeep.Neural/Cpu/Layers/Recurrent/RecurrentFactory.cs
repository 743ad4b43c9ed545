namespace MLNetDeep.Neural.Cpu;

/// <summary>Creates recurrent layers, whose parameters are stored gate by gate.</summary>
/// <param name="specType">The type of the specification.</param>
/// <param name="create">Creates the layer.</param>
internal sealed class RecurrentFactory(Type specType, Func<LayerSpec, LayerContext, CpuLayer> create) : CpuLayerFactory
{
    public override Type SpecType => specType;

    /// <summary>Returns a factory of layers that read in one direction.</summary>
    public static RecurrentFactory OneDirection<TSpec>()
        where TSpec : RecurrentLayer => new(typeof(TSpec), (layer, context) => new RecurrentCpuLayer((RecurrentLayer)layer, context));

    /// <summary>Returns the factory of layers that read in both directions.</summary>
    public static RecurrentFactory BothDirections() =>
        new(typeof(Bidirectional), (layer, context) => new BidirectionalLayer((Bidirectional)layer, context));

    public override ParameterLayout GetLayout(PlacedLayer layer, ParameterSpec parameter)
    {
        RecurrentLayer recurrent = layer.Spec as RecurrentLayer ?? ((Bidirectional)layer.Spec).Layer;
        return new GateLayout(parameter.Shape.Length == 1 ? 1 : parameter.Shape[1], recurrent.Units, recurrent.Gates);
    }

    public override CpuLayer Create(LayerSpec layer, LayerContext context) => create(layer, context);
}

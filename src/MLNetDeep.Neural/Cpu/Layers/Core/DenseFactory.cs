namespace MLNetDeep.Neural.Cpu;

/// <summary>Creates dense layers, and plans the input if a dense layer is the first layer.</summary>
internal sealed class DenseFactory : CpuLayerFactory
{
    public override Type SpecType => typeof(Dense);

    /// <summary>Weights are stored in panels, biases in order.</summary>
    public override ParameterLayout GetLayout(PlacedLayer layer, ParameterSpec parameter) => parameter.Shape is [int units, int inputs]
        ? new PanelLayout(inputs, units)
        : base.GetLayout(layer, parameter);

    public override InputPlan PlanInput(LayerSpec layer, int inputs, bool mayBeSplit, bool training)
    {
        int units = ((Dense)layer).Units;
        InputParts parts = mayBeSplit ? SplitInputDense.CreateParts(inputs, units) : new InputParts(inputs, 1);
        bool scatters = SplitInputDense.ShouldScatter(units);
        return new InputPlan(parts, AcceptsSparse: true, NeedsColumns: training && !scatters, SplitsInputs: parts.Count > 1 || scatters);
    }

    public override CpuLayer Create(LayerSpec layer, LayerContext context) =>
        context.Input is BatchInput input && context.Plan.Input.SplitsInputs
            ? new SplitInputDense((Dense)layer, context, input)
            : new DenseLayer((Dense)layer, context);
}

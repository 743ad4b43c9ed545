namespace MLNetDeep.Neural.Cpu;

/// <summary>Creates dense layers, and plans the input if a dense layer is the first layer.</summary>
internal sealed class DenseFactory : CpuLayerFactory
{
    public override Type SpecType => typeof(Dense);

    /// <summary>Weights are stored in panels, biases in order.</summary>
    public override ParameterLayout GetLayout(PlacedLayer layer, ParameterSpec parameter) => parameter.Shape is [int units, int inputs]
        ? new PanelLayout(inputs, units)
        : base.GetLayout(layer, parameter);

    public override InputPlan PlanInput(PlacedLayer layer, int inputs, bool mayBeSplit, bool training)
    {
        if (layer.InputShape.Length > 1)
        {
            return InputPlan.FullRows(inputs);
        }

        int units = ((Dense)layer.Spec).Units;
        InputParts parts = mayBeSplit ? SplitInputDense.CreateParts(inputs, units) : new InputParts(inputs, 1);
        bool scatters = SplitInputDense.ShouldScatter(inputs, units);
        return new InputPlan(parts, AcceptsSparse: true, NeedsColumns: training && !scatters, SplitsInputs: parts.Count > 1 || scatters);
    }

    public override CpuLayer Create(LayerSpec layer, LayerContext context) =>
        context.InputShape.Length > 1 ? new PositionDense((Dense)layer, context)
        : context.Input is BatchInput input && context.Plan.Input.SplitsInputs
            ? new SplitInputDense((Dense)layer, context, input)
            : new DenseLayer((Dense)layer, context);

    public override bool SupportsSlices(PlacedLayer layer) => layer.InputShape.Length == 1;

    public override SliceLayer CreateForSlices(LayerSpec layer, LayerContext context, SliceValues input, int rows) =>
        new DenseSlice((Dense)layer, context, input, rows);
}

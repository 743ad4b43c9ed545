namespace MLNetDeep.Neural.Cpu;

/// <summary>A layer of a plan.</summary>
/// <param name="Spec">The layer, without its activation if the plan splits it off.</param>
/// <param name="Index">The layer's index in the network.</param>
internal readonly record struct PlannedLayer(LayerSpec Spec, int Index);

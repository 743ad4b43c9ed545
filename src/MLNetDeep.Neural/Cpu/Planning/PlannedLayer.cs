namespace MLNetDeep.Neural.Cpu;

/// <summary>A layer that runs.</summary>
/// <param name="Spec">The layer, without its activation where that is split off.</param>
/// <param name="Index">Its index in the network.</param>
internal readonly record struct PlannedLayer(LayerSpec Spec, int Index);

using MLNetDeep.Neural;

namespace MLNetDeep.Conformance.Cpu;

public class CpuLayerTests : LayerConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;
}

using MLNetDeep.Neural.Conformance;

namespace MLNetDeep.Neural.Tests.Cpu;

public class CpuLayerTests : LayerConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;
}

using MLNetDeep.Neural;

namespace MLNetDeep.Conformance.Cpu;

public class CpuRandomNetworkTests : RandomNetworkConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;
}

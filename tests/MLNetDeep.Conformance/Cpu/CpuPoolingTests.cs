using MLNetDeep.Neural;

namespace MLNetDeep.Conformance.Cpu;

public class CpuPoolingTests : PoolingConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;
}

using MLNetDeep.Neural;

namespace MLNetDeep.Conformance.Cpu;

public class CpuSessionTests : SessionConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;
}

using MLNetDeep.Neural.Conformance;

namespace MLNetDeep.Neural.Tests.Cpu;

public class CpuSessionTests : SessionConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;
}

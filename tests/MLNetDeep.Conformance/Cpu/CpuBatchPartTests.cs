using MLNetDeep.Neural;

namespace MLNetDeep.Conformance.Cpu;

public class CpuBatchPartTests : BatchPartConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;
}

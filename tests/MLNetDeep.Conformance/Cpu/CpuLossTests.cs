using MLNetDeep.Neural;

namespace MLNetDeep.Conformance.Cpu;

public class CpuLossTests : LossConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;
}

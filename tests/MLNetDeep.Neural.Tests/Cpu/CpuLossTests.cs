using MLNetDeep.Neural.Conformance;

namespace MLNetDeep.Neural.Tests.Cpu;

public class CpuLossTests : LossConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;
}

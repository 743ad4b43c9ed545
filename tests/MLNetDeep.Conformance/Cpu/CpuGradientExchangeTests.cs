using MLNetDeep.Neural;

namespace MLNetDeep.Conformance.Cpu;

public class CpuGradientExchangeTests : GradientExchangeConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;
}

using MLNetDeep.Neural;

namespace MLNetDeep.Conformance.Cpu;

public class CpuRandomSequenceTests : RandomSequenceConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;
}

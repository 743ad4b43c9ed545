using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.TorchSharp.Tests.Support;

namespace MLNetDeep.TorchSharp.Tests;

public class TorchBatchPartTests : BatchPartConformance
{
    static TorchBatchPartTests() => SuiteModules.Register();

    protected override IComputeBackend Backend => TestDevices.Suite;
}

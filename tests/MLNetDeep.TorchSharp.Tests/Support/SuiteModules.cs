using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp.Tests.Support;

/// <summary>The modules that the conformance suite's cases name: y = W x + b.</summary>
internal static class SuiteModules
{
    public static void Register()
    {
        foreach ((int inputs, int outputs) in ((int, int)[])[(4, 3), (5, 7), (4, 6), (6, 3)])
        {
            TorchModules.Register($"linear-{inputs}-{outputs}", () => nn.Linear(inputs, outputs));
        }
    }
}

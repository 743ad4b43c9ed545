namespace MLNetDeep.Samples.FunctionFit;

/// <summary>The optimizer names on the command line.</summary>
internal static class OptimizerNames
{
    public const string Sgd = "sgd";
    public const string Momentum = "momentum";
    public const string Adam = "adam";

    public static readonly string[] All = [Sgd, Momentum, Adam];
}

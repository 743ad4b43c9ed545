using System.Collections.Immutable;

namespace MLNetDeep.Data;

/// <summary>The classes of Fashion-MNIST, in the order of its labels 0 to 9.</summary>
internal static class FashionMnistClasses
{
    // Source: Xiao, Rasul and Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms" (2017), table 2.
    public static ImmutableArray<string> Names { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];
}

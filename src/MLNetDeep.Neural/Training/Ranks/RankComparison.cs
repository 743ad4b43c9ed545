using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace MLNetDeep.Neural.Training;

/// <summary>Finds differences between the ranks of an exchange, by hash. All ranks find the same difference.</summary>
internal static class RankComparison
{
    // Longer texts, such as that of a network, are not part of a message.
    private const int MaxTextLength = 200;

    private const int HashLength = 16;

    /// <summary>Throws if the ranks train in different ways.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="properties">The name of each property of the training, with its text: as many in every rank.</param>
    /// <exception cref="ArgumentException">A property differs. The message has its name, its texts and the ranks.</exception>
    public static void CheckProperties(IGradientExchange exchange, IReadOnlyList<(string Name, string Text)> properties)
    {
        byte[] hashes = [.. properties.SelectMany(property => XxHash128.Hash(Encoding.UTF8.GetBytes(property.Text)))];
        byte[][] all = exchange.Gather(hashes);
        for (int i = 0; i < properties.Count; i++)
        {
            int start = i * HashLength;
            if (!all.All(other => other.AsSpan(start, HashLength).SequenceEqual(all[0].AsSpan(start, HashLength))))
            {
                throw Difference(properties[i].Name, exchange.Gather(Encoding.UTF8.GetBytes(properties[i].Text)));
            }
        }
    }

    /// <summary>Throws if the ranks have different weights.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="weights">The weights of this rank.</param>
    /// <param name="steps">The number of steps, for the message.</param>
    /// <exception cref="InvalidOperationException">The weights differ. The message has the ranks.</exception>
    public static void CheckWeights(IGradientExchange exchange, IReadOnlyList<NamedTensor> weights, long steps)
    {
        XxHash128 hash = new();
        foreach (NamedTensor tensor in weights)
        {
            hash.Append(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        }

        IReadOnlyList<int>[] groups = Group(exchange.Gather(hash.GetCurrentHash()));
        if (groups.Length > 1)
        {
            string others = string.Join(" and ", groups.Skip(1).Select(RankList.Text));
            throw new InvalidOperationException(
                $"After {steps} steps, the weights of {others} differ from those of {RankList.Text(groups[0])}. All ranks need the same library, the same "
                + $"kind of processor, and callbacks that do the same in every rank. If small differences do not matter, set {nameof(FitOptions.WeightCheckInterval)} to 0.");
        }
    }

    /// <summary>Returns the ranks with equal bytes, the largest group first.</summary>
    /// <param name="bytes">The bytes of each rank.</param>
    public static IReadOnlyList<int>[] Group(byte[][] bytes) =>
    [
        .. Enumerable.Range(0, bytes.Length).GroupBy(rank => Convert.ToHexString(bytes[rank]))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.First()).Select(group => group.ToArray()),
    ];

    private static ArgumentException Difference(string name, byte[][] texts)
    {
        IReadOnlyList<int>[] groups = Group(texts);
        string difference = texts.All(text => text.Length is > 0 and <= MaxTextLength)
            ? $"{name} is {string.Join(", ", groups.Select(ranks => $"{Encoding.UTF8.GetString(texts[ranks[0]])} in {RankList.Text(ranks)}"))}"
            : $"{name} of {string.Join(" and ", groups.Skip(1).Select(RankList.Text))} is not that of {RankList.Text(groups[0])}";
        return new ArgumentException(
            $"The ranks train in different ways: {difference}. All ranks must train the same network with the same options.", "options");
    }
}

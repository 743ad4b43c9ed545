namespace MLNetDeep.Faults.Support;

/// <summary>Flips single bits of a file. Whatever a flip does, the file must not be read as something else.</summary>
internal static class BitFlips
{
    /// <summary>One of so many bits is flipped in each repetition.</summary>
    public const int Stride = 61;

    /// <summary>Flips every 61st bit, with each repetition others.</summary>
    /// <param name="subject">What the file is, for the figures.</param>
    /// <param name="file">A valid file.</param>
    /// <param name="read">Describes all that is read from a file.</param>
    /// <param name="isDocumented">Whether a damaged file may cause this exception.</param>
    /// <param name="repetitions">How many of each 61 bits are flipped.</param>
    public static void Attack(string subject, byte[] file, Func<byte[], string> read, Func<Exception, bool> isDocumented, int repetitions)
    {
        string expected = read(file);
        int refused = 0, cases = 0;
        for (int start = 0; start < Math.Min(repetitions, Stride); start++)
        {
            for (int bit = start; bit < 8 * file.Length; bit += Stride, cases++)
            {
                byte[] flipped = [.. file];
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                string? actual = null;
                try
                {
                    actual = read(flipped);
                }
                catch (Exception e) when (isDocumented(e))
                {
                    refused++;
                }

                Assert.True(actual is null || actual == expected, $"Bit {bit} of {file.Length} bytes changes what is read: {actual}, not {expected}.");
            }
        }

        Assert.InRange(refused, cases / 10, cases);
        Figures.Add("flipped bits", subject, $"{cases:N0} flips: {refused:N0} refused, {cases - refused:N0} read the same");
    }
}

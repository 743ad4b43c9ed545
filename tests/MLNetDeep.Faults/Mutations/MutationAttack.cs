using System.Diagnostics;
using MLNetDeep.Faults.Support;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Faults.Mutations;

/// <summary>
/// Damages files of every format. Each reader must read the file or throw one of its documented exceptions; see
/// <see cref="FileFormat.IsDocumented"/>. It must end soon and use little memory.
/// </summary>
internal static class MutationAttack
{
    private static readonly TimeSpan s_maxTime = TimeSpan.FromSeconds(20);

    /// <summary>Reads damaged files of a format.</summary>
    public static void Run(FileFormat format)
    {
        format.Read(format.Wrap?.Invoke(format.Good) ?? format.Good);
        Mutator mutator = new(seed: 17);
        int refused = 0, cases = format.Cases * Effort.Factor;
        for (int i = 0; i < cases; i++)
        {
            byte[] damaged = mutator.Damage(format.Good);
            byte[] file = format.Wrap?.Invoke(damaged) ?? damaged;
            long allocated = Allocated(format);
            Exception? refusal = null;
            long start = Stopwatch.GetTimestamp();
            try
            {
                format.Read(file);
            }
            catch (Exception e) when (format.IsDocumented(e))
            {
                refused++;
                refusal = e;
            }
            catch (Exception e)
            {
                Assert.Fail($"Case {i}, {Convert.ToBase64String(damaged)}: {e}");
            }

            allocated = Allocated(format) - allocated;
            Assert.True(
                allocated < Limit(format, file.Length, refusal),
                $"Case {i} allocated {allocated} bytes: {Convert.ToBase64String(damaged)}");
            Assert.True(Stopwatch.GetElapsedTime(start) < s_maxTime, $"Case {i} took too long: {Convert.ToBase64String(damaged)}");
        }

        Assert.InRange(refused, cases / 10, cases);
        Figures.Add("damaged files", format.Name, $"{cases:N0} cases: {refused:N0} refused, {cases - refused:N0} read, 0 other exceptions");
    }

    /// <summary>Returns how many bytes were allocated until now, by the threads that read.</summary>
    public static long Allocated(FileFormat format) =>
        format.HasOwnThread ? GC.GetTotalAllocatedBytes(precise: true) : GC.GetAllocatedBytesForCurrentThread();

    /// <summary>Returns how many bytes may be allocated for a file of a length.</summary>
    public static long Limit(FileFormat format, int length, Exception? refusal)
    {
        // PureHDF asks for an array of the size that the file says, which is not touched if the file ends before.
        bool isTooShort = format.HasOwnThread && refusal?.GetBaseException() is EndOfStreamException;
        return format.Allocated.ForAnyFile + (format.Allocated.ForByte * length) + (isTooShort ? Array.MaxLength : 0L);
    }
}

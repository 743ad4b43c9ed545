using System.Globalization;
using MLNetDeep.Benchmarks.Distributed.Measuring;
using MLNetDeep.Benchmarks.Distributed.Model;

namespace MLNetDeep.Benchmarks.Distributed.Tables;

/// <summary>The tables of docs/distributed-arithmetic.md, from the file of measurements.</summary>
internal sealed class PageTables(Measurement[] measurements)
{
    private const int AdamStates = 2;
    private const int SimulatedExchanges = 100;
    private const int SimulatedRows = 512;
    private const string Machine = "machine";

    private static readonly int[] s_modes = [1, .. HostsMeasurement.LocalSteps];
    private static readonly int[] s_simulatedHosts = [8, 16, 32, 64, 128, 256, 512, 1024];
    private static readonly int[] s_hosts = [2, 4];

    // The links of the simulation: what is measured here, and what clusters have.
    private static readonly NetworkLink[] s_simulatedLinks =
    [
        .. HostsMeasurement.Links.Values.Select(link => link with { PayloadShare = NetworkLink.FramePayload }).Reverse(),
        new("25 Gbit/s, 0.02 ms", 25e9, 0.02e-3) { TripCostSeconds = 10e-6 },
    ];

    /// <summary>Writes all tables into a page.</summary>
    public string WriteInto(string page)
    {
        page = Markdown.Replace(page, "efficiency", Efficiency());
        page = Markdown.Replace(page, "hosts", Hosts());
        page = Markdown.Replace(page, "modes", Modes());
        return Markdown.Replace(page, "simulation", Simulation());
    }

    // Two ranks of one machine against one process. The processes of a turn ran one after the other: ratios are those of a turn.
    private string Efficiency() => Markdown.Table(
        [
            "network", "parameters", "1 process, 1 thread, ms", "1 process, 2 threads, ms", "2 ranks, ms", "2 ranks: speed-up",
            "2 threads: speed-up", "KB per step", "waiting, ms per step",
        ],
        from one in measurements
        where one.Link == Machine
        group one by one.Network into turns
        let single = turns.Where(turn => turn.Mode == "plain" && turn.Threads == 1).ToArray()
        let threads = turns.Where(turn => turn.Mode == "plain" && turn.Threads == 2).ToArray()
        let ranks = turns.Where(turn => turn.Mode == "mpi").ToArray()
        select (string[])
        [
            turns.Key,
            single[0].Parameters.ToString("N0", CultureInfo.InvariantCulture),
            Markdown.Number(Median(single, turn => turn.StepMilliseconds)),
            Markdown.Number(Median(threads, turn => turn.StepMilliseconds)),
            Markdown.Number(Median(ranks, turn => turn.StepMilliseconds)),
            Ratios(single, ranks),
            Ratios(single, threads),
            Markdown.Number(ranks[0].BytesPerStep / 1e3),
            Markdown.Number(Median(ranks, turn => turn.WaitMilliseconds)),
        ]);

    private string Hosts() => Markdown.Table(
        ["link", "hosts", "network", "steps between exchanges", "computing, ms", "computed, ms per step", "measured, ms per step", "difference"],
        from one in measurements
        where one.Mode == "mpi" && one.Link != Machine
        orderby Place(HostsMeasurement.Links.Keys, one.Link), one.Ranks, Place(TrainingMeasurement.Specs.Keys, one.Network), one.LocalSteps
        let alone = Find(one.Link, one.Network, one.LocalSteps == 1 ? "alone" : "alone, fused", one.Ranks)
        let step = Step(alone.StepMilliseconds, one.Network, one.LocalSteps) with
        {
            StepsPerEpoch = one.LocalSteps == 1 ? HostsMeasurement.PlainEpochSteps : HostsMeasurement.LocalEpochSteps,
        }
        let computed = step.Seconds(one.Ranks, HostsMeasurement.Links[one.Link]) * 1e3
        select (string[])
        [
            one.Link,
            $"{one.Ranks}",
            one.Network,
            $"{one.LocalSteps}",
            Markdown.Number(alone.StepMilliseconds),
            Markdown.Number(computed),
            Markdown.Number(one.StepMilliseconds),
            $"{((one.StepMilliseconds / computed) - 1) * 100:+0;-0;0} %",
        ]);

    // Hosts with a core of their own for each: their computing takes as long as that of a rank that is alone on this machine.
    private string Modes() => Markdown.Table(
        ["link", "hosts", "network", "every step", .. HostsMeasurement.LocalSteps.Select(steps => $"every {steps} steps"), "fastest"],
        from link in HostsMeasurement.Links.Values
        from hosts in s_hosts
        from network in TrainingMeasurement.Specs.Keys
        let alone = SingleThread(network)
        let speedups = s_modes
            .Select(steps => alone.StepMilliseconds / 1e3
                / Step(alone.StepMilliseconds / hosts, network, steps).Seconds(hosts, link))
            .ToArray()
        select (string[])
        [
            link.Name,
            $"{hosts}",
            network,
            .. speedups.Select(speedup => speedup.ToString("F2", CultureInfo.InvariantCulture)),
            speedups.Max() <= 1 ? "one host" : Name(s_modes[speedups.IndexOf(speedups.Max())]),
        ]);

    private string Simulation() => Markdown.Table(
        ["link", "network", "exchange", .. s_simulatedHosts.Select(hosts => hosts.ToString("N0", CultureInfo.InvariantCulture))],
        from link in s_simulatedLinks
        from network in TrainingMeasurement.Specs.Keys
        from steps in new[] { 1, 32 }
        let alone = SingleThread(network)
        let step = Step(alone.StepMilliseconds, network, steps)
        select (string[])
        [
            link.Name,
            network,
            Name(steps),
            .. s_simulatedHosts.Select(hosts => Markdown.Percent(
                step.ComputeSeconds / ClusterSimulation.MeanStepSeconds(step, hosts, link, new Stragglers(), SimulatedExchanges, seed: 1))),
        ]);

    private static string Name(int localSteps) => localSteps == 1 ? "every step" : $"every {localSteps} steps";

    // The bytes are those that two ranks counted.
    private TrainingStep Step(double computeMilliseconds, string network, int localSteps)
    {
        double bytes = measurements.First(one => one.Link == Machine && one.Network == network && one.Mode == "mpi").BytesPerStep;
        return new TrainingStep(computeMilliseconds / 1e3, bytes, AdamStates) { LocalSteps = localSteps };
    }

    private Measurement SingleThread(string network) => measurements
        .Where(one => one.Link == Machine && one.Mode == "plain" && one.Threads == 1 && one.Network == network && one.Batch == SimulatedRows)
        .OrderBy(one => one.StepMilliseconds).First();

    private Measurement Find(string link, string network, string mode, int ranks) =>
        measurements.Single(one => one.Link == link && one.Network == network && one.Mode == mode && one.Ranks == ranks);

    private static int Place(IEnumerable<string> names, string name) => names.ToList().IndexOf(name);

    private static double Median(Measurement[] turns, Func<Measurement, double> select)
    {
        double[] sorted = [.. turns.Select(select).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    // The median of the turns' ratios, and their range.
    private static string Ratios(Measurement[] single, Measurement[] others)
    {
        double[] ratios = [.. single.Zip(others, (one, other) => one.StepMilliseconds / other.StepMilliseconds).Order()];
        double median = (ratios[(ratios.Length - 1) / 2] + ratios[ratios.Length / 2]) / 2;
        return string.Create(CultureInfo.InvariantCulture, $"{median:F2} ({ratios[0]:F2} to {ratios[^1]:F2})");
    }
}

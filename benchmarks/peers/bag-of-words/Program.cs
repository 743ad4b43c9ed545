using System.Globalization;
using MLNetDeep.Benchmarks.BagOfWordsPeer;

// Our side of the comparison: reads a line with a workload, does it once, and writes a line with the seconds that it took.
//   BagOfWordsPeer REVIEWS.tsv.gz
var workloads = new Workloads(Review.ReadAll(args[0]));
while (Console.ReadLine() is string line)
{
    Func<double> run = workloads.Find(line.Split(' '));
    GC.Collect();
    Console.WriteLine(run().ToString("R", CultureInfo.InvariantCulture));
}
